import { createSignal, For, Show } from "solid-js";
import type { Audit, AuditEntry } from "../../protocol/people.ts";
import { readAudit } from "./people.ts";
import { useClock } from "../ui/clock.ts";
import { plain } from "../words/plain.ts";
import { momentWords } from "../words/time.ts";
import { withOlder } from "./audit.ts";
import { auditWords } from "./audit-words.ts";
import { Older } from "./Older.tsx";

/** What was noted, newest first, as far back as the reader asks for. */
export function AuditList(props: { newest: Audit }) {
  const clock = useClock();
  const [older, setOlder] = createSignal<Audit | null>(null);
  const shown = () => withOlder(props.newest, older());

  return (
    <Show
      when={shown().entries.length > 0}
      fallback={<p class="nothing">Nothing has been noted yet.</p>}
    >
      <ol class="audit">
        <For each={shown().entries}>
          {(entry) => (
            <li>
              <time datetime={entry.at}>{momentWords(entry.at, clock.zone())}</time>
              <span dir="auto" classList={{ why: isFailure(entry) }}>
                {auditWords(entry)}
              </span>
              <small>{plain(entry.address ?? "")}</small>
            </li>
          )}
        </For>
      </ol>
      <Older
        before={shown().older}
        read={readAudit}
        onRead={(page) => setOlder((had) => (had === null ? page : withOlder(had, page)))}
      />
    </Show>
  );
}

function isFailure({ type }: AuditEntry): boolean {
  return type === "sign-in-failed";
}
