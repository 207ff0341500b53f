import { createMemo, For, Show } from "solid-js";
import type { HistoryEntry } from "../feed/api.ts";
import { historyLines } from "../words/history-words.ts";
import { usePage } from "../page/page-model.ts";
import { LoadFailure } from "./LoadFailure.tsx";
import { momentWords } from "../words/time.ts";

/** What has happened to the alert, newest first. */
export function History(props: { entries: readonly HistoryEntry[] }) {
  const { clock, detail } = usePage();
  const lines = createMemo(() => historyLines(props.entries));
  return (
    <section>
      <h3>History</h3>
      <Show when={detail.failure()}>
        {(failure) => <LoadFailure failure={failure()} onRetry={detail.retry} />}
      </Show>
      <Show
        when={lines().length > 0}
        fallback={detail.failure() === null && <p class="late">Loading…</p>}
      >
        <ol class="history">
          <For each={lines()}>
            {(line) => (
              <li>
                <span dir="auto">{line.words}</span>
                <small>
                  <time datetime={line.recordedAt}>
                    {momentWords(line.recordedAt, clock.zone())}
                  </time>
                  , <bdi>{line.actor}</bdi>
                </small>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  );
}
