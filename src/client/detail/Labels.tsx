import { createMemo, For, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { quote } from "../../domain/quoting.ts";
import { usePageAddress } from "../address/page-address.ts";
import { similarTo } from "./similar.ts";

/** The labels; each leads to the feed of all alerts that have it. */
export function Labels(props: { alert: Alert }) {
  const { filter } = usePageAddress();
  const similar = createMemo(() => similarTo(props.alert, filter()));
  const labels = createMemo(() => Object.entries(props.alert.labels));
  return (
    <Show when={labels().length > 0}>
      <section>
        <h3>Labels</h3>
        <dl>
          <For each={labels()}>
            {([name, value]) => (
              <>
                <dt>{name}</dt>
                <dd>
                  <Show
                    when={similar().withLabel(name, value)}
                    fallback={
                      <span title="Too long to be searched for in an address">{value}</span>
                    }
                  >
                    {(path) => (
                      <a href={path()} title={`Only with ${name}=${value}`}>
                        {value.trim() === "" ? quote(value) : value}
                      </a>
                    )}
                  </Show>
                </dd>
              </>
            )}
          </For>
        </dl>
      </section>
    </Show>
  );
}
