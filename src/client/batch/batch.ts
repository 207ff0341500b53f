import { type Accessor, createSignal, onCleanup } from "solid-js";
import * as v from "valibot";
import type { Alert } from "../../domain/alert.ts";
import type { Failure } from "../../protocol/answer.ts";
import type { ShownOperation } from "../../protocol/operations.ts";
import { cancelOperation, readOperation, undoOperation } from "../api/operations.ts";
import type { UndoStack } from "../commands/undo-stack.ts";
import type { Feed } from "../feed/feed.ts";
import type { Selection } from "../feed/selection.ts";
import type { Toast, Toasts } from "../ui/toasts.ts";
import { failureWords } from "../words/failure-words.ts";
import { plain } from "../words/plain.ts";
import { alertsWords, type Doing, doneWords, reasonWords, undoneWords } from "./batch-words.ts";
import { actOnAll, actOnIds, type BatchAct, MOST_IDS } from "./requests.ts";
import { type Step, undoSteps } from "./undo-steps.ts";

/** An operation is looked at this often (ms); where the server does not answer, half as often each time, down to the least. */
const LOOK = { most: 300, least: 10_000 };

/** An alert to which it could not be done, with the code of why not. */
export interface Refused {
  readonly id: number;
  /** Null where the page has never seen it. */
  readonly title: string | null;
  readonly code: string;
}

/** What is being done to all that match, or taken back of it. */
export interface Running {
  readonly action: Doing;
  readonly operation: ShownOperation;
  /** How many the page has counted, null where it has not: the server looks for them first, and knows later. */
  readonly counted: number | null;
}

/** What is done to all that are selected. */
export interface Batch {
  /** Whether something is under way. */
  readonly isBusy: Accessor<boolean>;
  readonly running: Accessor<Running | null>;
  /** How many refused the last time, and the first thousand of them. */
  readonly refused: Accessor<{ readonly count: number; readonly list: readonly Refused[] }>;
  readonly act: (batch: BatchAct) => Promise<void>;
  readonly cancel: () => Promise<void>;
  /** Puts away what refused. */
  readonly putAway: () => void;
}

interface Parts {
  readonly feed: Feed;
  readonly selection: Selection;
  /** How many match, null until that is known. */
  readonly total: () => number | null;
  readonly tell: Toasts["show"];
  readonly dismiss: Toasts["dismiss"];
  readonly now: () => number;
  readonly undoStack: UndoStack;
}

const NONE = { count: 0, list: [] } as const;

const resultSchema = v.object({
  done: v.number(),
  rejected: v.number(),
  rejections: v.array(v.object({ id: v.number(), code: v.string() })),
});

/** It lives as long as what it is made in; an operation goes on without it. */
export function createBatch(parts: Parts): Batch {
  const { feed, selection, total, now, tell, dismiss, undoStack } = parts;
  const [isBusy, setIsBusy] = createSignal(false);
  const [running, setRunning] = createSignal<Running | null>(null);
  const [refused, setRefused] = createSignal<ReturnType<Batch["refused"]>>(NONE);
  let isOver = false;
  onCleanup(() => (isOver = true));

  async function act(batch: BatchAct): Promise<void> {
    if (isBusy() || !selection.isAny()) return;
    setIsBusy(true);
    setRefused(NONE);
    const everything = selection.everything();
    if (everything === null) await actOnPicked(batch, [...selection.picked().values()]);
    else {
      const isDone = await actOnEverything(batch, everything.upTo);
      if (isDone && selection.everything() === everything) selection.clear();
    }
    setIsBusy(false);
  }

  /** What refused stays selected, and what was not reached, or was selected meanwhile. */
  async function actOnPicked(batch: BatchAct, alerts: readonly Alert[]): Promise<void> {
    const before = new Map(alerts.map((alert) => [alert.id, feed.latest(alert)]));
    const epoch = feed.epoch();
    const { done, rejected, failure } = await perform(batch, [...before.keys()]);
    const undoable = [...before.values()].filter(({ id }) => done.has(id));
    const list = rejected.map(({ id, code }) => ({
      id,
      title: before.get(id)?.title ?? null,
      code,
    }));
    selection.drop(done);
    setRefused({ count: list.length, list });
    if (undoable.length > 0) tellDone(batch, undoable, epoch);
    if (failure !== null) complain(failure);
  }

  function tellDone({ act }: BatchAct, before: readonly Alert[], epoch: string): void {
    const words = doneWords(act.action, before.length);
    if (act.action === "note") return tell({ words, tone: "calm" });
    const done = act;
    tellUndoable({ words, tone: "calm" }, undo);

    async function undo(): Promise<void> {
      // Their numbers are other alerts' by now.
      if (feed.epoch() !== epoch) return fail("This cannot be undone. The database was replaced.");
      const steps = undoSteps(before, done, now());
      if (steps.length === 0) return fail("This cannot be undone. Its time has come meanwhile.");
      await takeBack(words, steps);
    }
  }

  /** Says what was done, and takes it back where that is wanted, once nothing else is under way. */
  function tellUndoable(said: Pick<Toast, "words" | "tone">, takeBack: () => Promise<void>): void {
    const toast: Toast = { ...said, remedy: { words: "Undo", act: () => void undo() } };
    const done = { undo };
    undoStack.remember(done);
    tell(toast);

    async function undo(): Promise<void> {
      if (isBusy()) return tell({ words: "Something else is under way.", tone: "calm" });
      undoStack.forget(done);
      dismiss(toast);
      setIsBusy(true);
      await takeBack();
      setIsBusy(false);
    }
  }

  async function takeBack(words: string, steps: readonly Step[]): Promise<void> {
    const kept = new Set<number>();
    for (const { act, ids } of steps) {
      const { done, failure } = await perform({ act, note: "" }, ids);
      if (failure !== null) return complain(failure);
      for (const id of ids) if (!done.has(id)) kept.add(id);
    }
    if (kept.size === 0) tell({ words: `Undone: ${words}`, tone: "calm" });
    else fail(`${alertsWords(kept.size)} could not be taken back: changed since.`);
  }

  /** Whether it was done, or as much of it as was wanted. */
  async function actOnEverything(batch: BatchAct, upTo: number): Promise<boolean> {
    const { action } = batch.act;
    // Whoever ends the selection meanwhile is told it still.
    const counted = total();
    const begun = await actOnAll(batch, feed.filter(), upTo);
    if (!begun.ok) return (complain(begun.failure), false);
    const ended = await watch({ action, operation: begun.value, counted });
    setRunning(null);
    if (ended === null) return false;
    tellEnd(ended, (done) => doneWords(action, done));
    return ended.problem === null;
  }

  async function undoEverything(id: number): Promise<void> {
    const begun = await undoOperation(id);
    if (!begun.ok) return complain(begun.failure);
    setRefused(NONE);
    const ended = await watch({ action: "undo", operation: begun.value, counted: null });
    setRunning(null);
    if (ended !== null) tellEnd(ended, undoneWords);
  }

  /** The operation once it has ended; null where nobody looks any more, or it cannot be found. */
  async function watch(begun: Running): Promise<ShownOperation | null> {
    let { operation } = begun;
    setRunning(begun);
    let failures = 0;
    while (operation.state === "running") {
      const wait = Math.min(LOOK.most * 2 ** failures, LOOK.least);
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (isOver) return null;
      const answer = await readOperation(operation.id);
      failures = answer.ok ? 0 : failures + 1;
      if (answer.ok) operation = answer.value;
      else if (answer.failure.code === "operation-not-found") {
        complain(answer.failure);
        return null;
      }
      setRunning({ ...begun, operation });
    }
    return operation;
  }

  function tellEnd(
    ended: ShownOperation,
    wordsOf: (done: number, rejected: number) => string,
  ): void {
    const { done, rejected, list } = outcomeOf(ended);
    setRefused({ count: rejected, list });
    const said = endOf(ended, wordsOf(done, rejected));
    if (ended.isUndoable) tellUndoable(said, () => undoEverything(ended.id));
    else tell(said);
  }

  function outcomeOf({ result }: ShownOperation) {
    const parsed = v.safeParse(resultSchema, result);
    if (!parsed.success) return { done: 0, rejected: 0, list: [] };
    const { done, rejected, rejections } = parsed.output;
    const list = rejections.map(({ id, code }) => {
      const title = feed.rows.row(id)?.title ?? null;
      return { id, title, code };
    });
    return { done, rejected, list };
  }

  async function cancel(): Promise<void> {
    const now = running();
    if (now === null) return;
    const answer = await cancelOperation(now.operation.id);
    // It was quicker.
    if (!answer.ok && answer.failure.code !== "operation-ended") complain(answer.failure);
  }

  const complain = (failure: Failure): void => fail(failureWords(failure));
  const fail = (words: string): void => tell({ words: plain(words), tone: "bad" });

  return { isBusy, running, refused, act, cancel, putAway: () => setRefused(NONE) };
}

/** What is said of its end; `words` where it was done. */
function endOf({ state, progress, problem }: ShownOperation, words: string) {
  if (problem !== null) {
    const why = `${reasonWords(problem.code)}. ${problem.detail}`.trim();
    return { words: plain(why), tone: "bad" } as const;
  }
  const cancelled = `Cancelled after ${alertsWords(progress.done)}`;
  return { words: state === "cancelled" ? cancelled : words, tone: "calm" } as const;
}

interface Performed {
  readonly done: ReadonlySet<number>;
  readonly rejected: readonly { readonly id: number; readonly code: string }[];
  /** Why it went no further. */
  readonly failure: Failure | null;
}

/** Does it to all of them, as many at once as the server takes. */
async function perform(batch: BatchAct, ids: readonly number[]): Promise<Performed> {
  const done = new Set<number>();
  const rejected: { id: number; code: string }[] = [];
  for (let from = 0; from < ids.length; from += MOST_IDS) {
    const answer = await actOnIds(batch, ids.slice(from, from + MOST_IDS));
    if (!answer.ok) return { done, rejected, failure: answer.failure };
    for (const { id, outcome, code } of answer.value) {
      if (outcome === "done") done.add(id);
      else rejected.push({ id, code });
    }
  }
  return { done, rejected, failure: null };
}
