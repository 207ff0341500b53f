import {
  createEffect,
  createMemo,
  createSignal,
  For,
  on,
  onCleanup,
  onMount,
  Show,
  untrack,
} from "solid-js";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Action } from "../../domain/act.ts";
import { countAlerts } from "../api/count.ts";
import type { UndoStack } from "../commands/undo-stack.ts";
import { keyOf } from "../commands/keys.ts";
import { COMMANDS } from "../commands/registry.ts";
import { useFeed } from "../feed/feed.ts";
import { useSelection } from "../feed/selection.ts";
import type { SnoozeRequest } from "../snooze/SnoozeDialog.tsx";
import { useClock } from "../ui/clock.ts";
import { focusFeed } from "../ui/focus-feed.ts";
import { useFocusHeir } from "../ui/focus-heir.ts";
import { Icon } from "../ui/Icon.tsx";
import { comeUp, usePresses } from "../ui/press.ts";
import type { Toasts } from "../ui/toasts.ts";
import { alertsWords, doingWords } from "./batch-words.ts";
import { type Batch, createBatch } from "./batch.ts";
import { watchHolds } from "./hold.ts";
import { RefusedList } from "./RefusedList.tsx";
import { RunningBatch } from "./RunningBatch.tsx";

export interface BatchProps {
  /** What a key asks for, null where none does. */
  readonly wish: Action | "note" | null;
  readonly onTaken: () => void;
  readonly toasts: Toasts;
  readonly undoStack: UndoStack;
  /** Tells it to who cannot see it. */
  readonly say: (words: string) => void;
  readonly askSnooze: (request: SnoozeRequest) => void;
  /** The rows, null before they are on screen. */
  readonly list: () => HTMLElement | null;
}

/** What is offered by button; keys do more. */
const OFFERED: readonly Action[] = ["acknowledge", "resolve", "snooze", "delete"];

/** Nobody knows yet how many there are. */
const UNKNOWN = { done: 0, total: null } as const;

/** What can be done to all that are selected, how far it is and what refused. It lies over the rows. */
export function BatchBar(props: BatchProps) {
  const feed = useFeed();
  const selection = useSelection();
  const clock = useClock();
  const total = createTotal();
  const batch = createBatch({
    feed,
    selection,
    total,
    now: clock.now,
    tell: (toast) => props.toasts.show(toast),
    dismiss: (toast) => props.toasts.dismiss(toast),
    undoStack: untrack(() => props.undoStack),
  });
  const [note, setNote] = createSignal<string | null>(null);
  const count = () =>
    selection.everything() === null ? selection.picked().size : (total() ?? "all");

  function run(name: Action | "note"): void {
    if (name === "note") return void setNote((written) => written ?? "");
    if (name !== "snooze") return void batch.act({ act: { action: name }, note: noted() });
    const known = count();
    const title = known === "all" ? "All that match" : alertsWords(known);
    props.askSnooze({
      subject: { title, snoozedUntil: null },
      onChoose: (until) => void batch.act({ act: { action: "snooze", until }, note: noted() }),
      onWake: () => {},
    });
  }

  const noted = () => (note() ?? "").trim();

  async function write(): Promise<void> {
    if (noted() !== "") await batch.act({ act: { action: "note" }, note: noted() });
  }

  createEffect(
    on(
      () => props.wish,
      (wish) => {
        if (wish === null) return;
        props.onTaken();
        run(wish);
      },
    ),
  );
  createEffect(() => {
    if (!selection.isAny()) setNote(null);
  });
  // Its end is told by a message.
  createEffect(
    on(
      // It is looked at again and again, and begins once.
      createMemo(() => batch.running()?.action),
      (action) => action !== undefined && props.say(doingWords(action, UNKNOWN)),
    ),
  );
  onMount(() => {
    const ended = new AbortController();
    const list = props.list();
    if (list !== null) watchHolds(list, selection.toggle, ended.signal);
    onCleanup(() => ended.abort());
  });

  return (
    <Show when={selection.isAny() || batch.isBusy() || batch.refused().count > 0}>
      <section class="many" aria-label="Selected alerts">
        <Show when={batch.refused().count > 0}>
          <RefusedList refused={batch.refused()} onDismiss={batch.putAway} />
        </Show>
        <Show when={batch.running()}>
          {(running) => <RunningBatch running={running()} onCancel={batch.cancel} />}
        </Show>
        <Show when={note() !== null}>
          <BatchNote
            text={note() ?? ""}
            isBusy={batch.isBusy()}
            onInput={setNote}
            onWrite={() => void write()}
          />
        </Show>
        <Show when={selection.isAny()}>
          <Bar count={count()} total={total()} batch={batch} onRun={run} />
        </Show>
      </section>
    </Show>
  );
}

/** How many match the filter, from when the first is selected on; null until it is known. */
function createTotal() {
  const feed = useFeed();
  const selection = useSelection();
  const [total, setTotal] = createSignal<number | null>(null);
  const isAny = createMemo(selection.isAny);

  createEffect(() => {
    if (!isAny()) return;
    const gone = new AbortController();
    void count(feed.filter(), gone.signal);
    onCleanup(() => {
      gone.abort();
      setTotal(null);
    });
  });

  async function count(filter: WrittenFilter, signal: AbortSignal): Promise<void> {
    const answer = await countAlerts(filter, signal);
    if (!signal.aborted && answer.ok) setTotal(answer.value);
  }
  return total;
}

function Bar(props: {
  count: number | "all";
  total: number | null;
  batch: Batch;
  onRun: (name: Action | "note") => void;
}) {
  const feed = useFeed();
  const selection = useSelection();
  const presses = usePresses();
  let element!: HTMLDivElement;
  const offered = () => (feed.filter().deleted === "only" ? (["restore"] as const) : OFFERED);
  const isMore = () => props.total === null || props.total > selection.picked().size;
  const number = () => props.total?.toLocaleString("en") ?? "";

  onMount(() => comeUp(element, presses));
  useFocusHeir(() => element, focusFeed);

  function selectAll(): void {
    // The button goes with it.
    focusFeed();
    selection.selectAll();
  }

  function press(event: MouseEvent & { currentTarget: Element }, name: Action | "note"): void {
    if (!props.batch.isBusy() && presses.isMeant(event.currentTarget, event)) props.onRun(name);
  }

  function Press(button: { name: Action | "note"; words: string }) {
    return (
      <button
        type="button"
        data-batch={button.name}
        aria-disabled={props.batch.isBusy()}
        onClick={(event) => press(event, button.name)}
      >
        {button.words}
        <kbd aria-hidden="true">{keyOf(button.name)}</kbd>
      </button>
    );
  }

  return (
    <div class="many-bar" data-selected-count={props.count} ref={element}>
      <p>
        <Show when={selection.everything() === null} fallback={<b>All {number()} that match</b>}>
          <b>{props.count.toLocaleString("en")} selected</b>
          <Show when={isMore()}>
            <button type="button" class="many-all" onClick={selectAll}>
              All {number()} that match
            </button>
          </Show>
        </Show>
      </p>
      <For each={offered()}>{(name) => <Press name={name} words={COMMANDS[name].words} />}</For>
      <Press name="note" words="Note" />
      <button
        type="button"
        class="many-end"
        aria-label="End the selection"
        onClick={selection.clear}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

/** One note for all of them, that goes with what is done next or is written alone. */
function BatchNote(props: {
  text: string;
  isBusy: boolean;
  onInput: (text: string) => void;
  onWrite: () => void;
}) {
  const presses = usePresses();
  let element!: HTMLDivElement;
  let field!: HTMLTextAreaElement;
  onMount(() => field.focus());
  useFocusHeir(() => element, focusFeed);
  return (
    <div class="many-panel many-note" ref={element}>
      <textarea
        aria-label="A note for all of them"
        placeholder="A note for all of them, written with what you do next, or alone"
        rows="2"
        maxlength="10000"
        value={props.text}
        ref={field}
        onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
      />
      <button
        type="button"
        class="button"
        aria-disabled={props.isBusy || props.text.trim() === ""}
        onClick={(event) => {
          const isMeant = presses.isMeant(event.currentTarget, event);
          if (isMeant && !props.isBusy) props.onWrite();
        }}
      >
        Add note
      </button>
    </div>
  );
}
