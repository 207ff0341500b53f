import { useNavigate } from "@solidjs/router";
import { createMemo, Index, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { quote } from "../../domain/quoting.ts";
import { usePageAddress } from "../address/page-address.ts";
import { useSession } from "../session/session.ts";
import { similarTo } from "./similar.ts";

/** The labels; each leads to the feed of all alerts that have it, with Alt to that of the others. */
export function Labels(props: { alert: Alert }) {
  const { filter } = usePageAddress();
  const { actor } = useSession();
  const navigate = useNavigate();
  const similar = createMemo(() => similarTo(props.alert, filter(), actor));
  const labels = createMemo(() => Object.entries(props.alert.labels));

  function leaveOut(event: MouseEvent, name: string, value: string): void {
    const path = similar().withoutLabel(name, value);
    event.preventDefault();
    if (path !== null) navigate(path);
  }

  return (
    <Show when={labels().length > 0}>
      <section>
        <h3>Labels</h3>
        <dl>
          <Index each={labels()}>
            {(label) => (
              <>
                <dt>{label()[0]}</dt>
                <dd>
                  <Show
                    when={similar().withLabel(...label())}
                    fallback={
                      <span title="Too long to be searched for in an address">{label()[1]}</span>
                    }
                  >
                    {(path) => (
                      <a
                        href={path()}
                        title={`Only with ${label()[0]}=${label()[1]}; with Alt, only without`}
                        onClick={(event) => event.altKey && leaveOut(event, ...label())}
                      >
                        {label()[1].trim() === "" ? quote(label()[1]) : label()[1]}
                      </a>
                    )}
                  </Show>
                </dd>
              </>
            )}
          </Index>
        </dl>
      </section>
    </Show>
  );
}
