import { createEffect, createMemo, For, on, Show } from "solid-js";
import type { History as Told } from "../../protocol/history.ts";
import { failureOf } from "../api/load.ts";
import { useClock } from "../ui/clock.ts";
import { type HistoryLine, historyLines, keepLines } from "../words/history-words.ts";
import { momentWords } from "../words/time.ts";
import { LoadFailure } from "../ui/LoadFailure.tsx";
import type { OpenDetail } from "./detail.ts";

/** What has happened to the alert, newest first, as far back as the reader has asked for. */
export function History(props: { history: Told; detail: OpenDetail }) {
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
      <Show when={props.detail.failure()}>
        {(failure) => <LoadFailure failure={failure()} onRetry={props.detail.retry} />}
      </Show>
      <Show
        when={lines().length > 0}
        fallback={props.detail.failure() === null && <p class="late">Loading…</p>}
      >
        <Show when={props.history.newer}>
          <button type="button" class="button further" onClick={() => props.detail.newest()}>
            Back to the newest
          </button>
        </Show>
        <ol class="history">
          <For each={lines()}>{(line) => <Line line={line} />}</For>
        </ol>
        <Show when={failureOf(props.detail.older.state())}>
          {(failure) => <LoadFailure failure={failure()} onRetry={props.detail.older.retry} />}
        </Show>
        <Show when={props.history.older}>
          <button type="button" class="button further" onClick={() => props.detail.loadOlder()}>
            {props.detail.older.state() === "loading" ? "Loading…" : "Older"}
          </button>
        </Show>
      </Show>
    </section>
  );
}

function Line(props: { line: HistoryLine }) {
  const clock = useClock();
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
