import { createEffect, createMemo, For, on, Show } from "solid-js";
import type { History as Told } from "../../protocol/history.ts";
import { failureOf } from "../api/load.ts";
import { usePage } from "../page/page-model.ts";
import { type HistoryLine, historyLines, keepLines } from "../words/history-words.ts";
import { momentWords } from "../words/time.ts";
import { LoadFailure } from "../ui/LoadFailure.tsx";

/** What has happened to the alert, newest first, as far back as the reader has asked for. */
export function History(props: { history: Told }) {
  const { detail } = usePage();
  const lines = createMemo<HistoryLine[]>(
    (before) => keepLines(before, historyLines(props.history.events)),
    [],
  );
  let section!: HTMLElement;

  // The button that had the focus goes with what it was for.
  createEffect(
    on(
      () => [props.history.older, props.history.newer],
      () => document.activeElement === document.body && section.focus({ preventScroll: true }),
      { defer: true },
    ),
  );

  return (
    <section ref={section} tabindex="-1" aria-label="History">
      <h3>History</h3>
      <Show when={detail.failure()}>
        {(failure) => <LoadFailure failure={failure()} onRetry={detail.retry} />}
      </Show>
      <Show
        when={lines().length > 0}
        fallback={detail.failure() === null && <p class="late">Loading…</p>}
      >
        <Show when={props.history.newer}>
          <button type="button" class="button further" onClick={detail.newest}>
            Back to the newest
          </button>
        </Show>
        <ol class="history">
          <For each={lines()}>{(line) => <Line line={line} />}</For>
        </ol>
        <Show when={failureOf(detail.older.state())}>
          {(failure) => <LoadFailure failure={failure()} onRetry={detail.older.retry} />}
        </Show>
        <Show when={props.history.older}>
          <button type="button" class="button further" onClick={detail.loadOlder}>
            {detail.older.state() === "loading" ? "Loading…" : "Older"}
          </button>
        </Show>
      </Show>
    </section>
  );
}

function Line(props: { line: HistoryLine }) {
  const { clock } = usePage();
  const time = (moment: string) => (
    <time datetime={moment}>{momentWords(moment, clock.zone())}</time>
  );
  return (
    <li>
      <span dir="auto">{props.line.words}</span>
      <small>
        <Show when={props.line.since}>{(since) => <>{time(since())} to </>}</Show>
        {time(props.line.recordedAt)}, <bdi>{props.line.actor}</bdi>
      </small>
    </li>
  );
}
