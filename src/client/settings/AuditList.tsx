import { createSignal, For, Show } from "solid-js";
import type { Audit, AuditEntry } from "../../protocol/people.ts";
import { readAudit } from "./people.ts";
import { useClock } from "../ui/clock.ts";
import { useInteractive } from "../ui/interactive.ts";
import { plain } from "../words/plain.ts";
import { momentWords } from "../words/time.ts";
import { withOlder } from "./audit.ts";
import { auditWords } from "./audit-words.ts";
import { createDeed } from "./deed.ts";

/** What was noted, newest first, as far back as the reader asks for. */
export function AuditList(props: { newest: Audit }) {
  const clock = useClock();
  const isInteractive = useInteractive();
  const reading = createDeed();
  const [older, setOlder] = createSignal<Audit | null>(null);
  const shown = () => withOlder(props.newest, older());

  function readOlder(before: string): void {
    void reading.run(
      () => readAudit(before),
      (page) => void setOlder((had) => (had === null ? page : withOlder(had, page))),
    );
  }

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
      <p class="attempt slim" role="alert">
        {reading.failure()}
      </p>
      <Show when={shown().older}>
        {(before) => (
          <button
            type="button"
            class="button"
            disabled={!isInteractive()}
            aria-busy={reading.isUnderWay()}
            onClick={() => readOlder(before())}
          >
            Older
          </button>
        )}
      </Show>
    </Show>
  );
}

function isFailure({ type }: AuditEntry): boolean {
  return type === "sign-in-failed";
}
