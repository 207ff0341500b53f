import { type Component, createMemo, For, type JSX, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import type { History as Told } from "../../protocol/history.ts";
import { failureOf } from "../api/load.ts";
import { useClock } from "../ui/clock.ts";
import { type HistoryLine, historyLines, keepLines } from "../words/history-words.ts";
import { momentWords } from "../words/time.ts";
import { LoadFailure } from "../ui/LoadFailure.tsx";
import { useFocusHeir } from "../ui/focus-heir.ts";
import type { OpenDetail } from "./detail.ts";
import { createMonitorNames } from "./monitor-names.ts";

/** What takes back the entry of that number, where anything does. */
export type UndoEntry = Component<{ alert: Alert; asRead: Alert; history: Told; seq: number }>;

interface Props {
  readonly alert: Alert;
  /** The alert as it was when its history was read. */
  readonly asRead: Alert;
  readonly history: Told;
  readonly detail: OpenDetail;
  readonly undo: UndoEntry;
}

/** What has happened to the alert, newest first, as far back as the reader has asked for. */
export function History(props: Props) {
  const names = createMonitorNames(() => props.history.events);
  const lines = createMemo<HistoryLine[]>(
    (before) => keepLines(before, historyLines(props.history.events, names())),
    [],
  );
  let section!: HTMLElement;

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
          <Further section={section} onPress={props.detail.newest}>
            Back to the newest
          </Further>
        </Show>
        <ol class="history">
          <For each={lines()}>{(line) => <Line line={line} {...props} />}</For>
        </ol>
        <Show when={failureOf(props.detail.older.state())}>
          {(failure) => <LoadFailure failure={failure()} onRetry={props.detail.older.retry} />}
        </Show>
        <Show when={props.history.older}>
          <Further section={section} onPress={props.detail.loadOlder}>
            {props.detail.older.state() === "loading" ? "Loading…" : "Older"}
          </Further>
        </Show>
      </Show>
    </section>
  );
}

/** A button that goes with what it was for; the focus that it had stays with the history. */
function Further(props: { section: HTMLElement; onPress: () => void; children: JSX.Element }) {
  let button!: HTMLButtonElement;
  useFocusHeir(
    () => button,
    () => props.section.focus({ preventScroll: true }),
  );
  return (
    <button type="button" class="button further" ref={button} onClick={() => props.onPress()}>
      {props.children}
    </button>
  );
}

function Line(props: Omit<Props, "detail"> & { readonly line: HistoryLine }) {
  const clock = useClock();
  const time = (moment: string) => (
    <time datetime={moment}>{momentWords(moment, clock.zone())}</time>
  );
  return (
    <li>
      <span dir="auto">
        {props.line.words}
        <Show when={props.line.until}>{(until) => <> until {time(until())}</>}</Show>
      </span>
      <small>
        <Show when={props.line.since}>{(since) => <>{time(since())} to </>}</Show>
        {time(props.line.recordedAt)}
        <Show when={props.line.actor}>
          {(actor) => (
            <>
              , <bdi>{actor()}</bdi>
            </>
          )}
        </Show>
        <props.undo
          alert={props.alert}
          asRead={props.asRead}
          history={props.history}
          seq={props.line.seq}
        />
      </small>
    </li>
  );
}
