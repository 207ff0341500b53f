import { at } from "../../protocol/base-path.ts";
import { Show } from "solid-js";
import { Listed } from "./Listed.tsx";
import { createReading, useReads } from "./reading.ts";

/** Which Tocsin this is, as whoever reports a fault is asked. */
export function AboutPage() {
  const about = createReading(useReads().about);
  return (
    <section>
      <h1>About</h1>
      <p class="lead">Say this where you report a fault, or before you upgrade.</p>
      <Listed reading={about}>
        {(server) => (
          <dl class="card facts">
            <dt>Tocsin</dt>
            <dd>{server().version}</dd>
            <dt>Build</dt>
            <dd>
              <code>{server().build}</code>
            </dd>
            <Show when={server().database}>
              {(database) => (
                <>
                  <dt>Database</dt>
                  <dd>{database()}</dd>
                </>
              )}
            </Show>
            <dt>API</dt>
            <dd>
              <a href={at("/api/openapi.json")} rel="external">
                OpenAPI description
              </a>
            </dd>
          </dl>
        )}
      </Listed>
    </section>
  );
}
