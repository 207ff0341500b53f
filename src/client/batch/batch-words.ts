import { PROBLEMS } from "../../domain/problems.ts";
import type { Progress } from "../../domain/operation.ts";
import type { BatchAction } from "./requests.ts";

/** What is done to many, or that it is taken back. */
export type Doing = BatchAction | "undo";

const WORDS: Readonly<Record<Doing, { readonly doing: string; readonly done: string }>> = {
  acknowledge: { doing: "Acknowledging", done: "acknowledged" },
  unacknowledge: { doing: "Giving back", done: "given back" },
  resolve: { doing: "Resolving", done: "resolved" },
  reopen: { doing: "Reopening", done: "reopened" },
  snooze: { doing: "Snoozing", done: "snoozed" },
  wake: { doing: "Waking", done: "woken" },
  delete: { doing: "Deleting", done: "deleted" },
  restore: { doing: "Restoring", done: "restored" },
  note: { doing: "Writing the note", done: "noted" },
  undo: { doing: "Undoing", done: "undone" },
};

/** "1 alert", "1,204 alerts" */
export function alertsWords(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "alert" : "alerts"}`;
}

/** "3 alerts acknowledged" */
export function doneWords(action: BatchAction, count: number): string {
  return `${alertsWords(count)} ${WORDS[action].done}`;
}

/** "4,812 alerts undone, 3 have changed since" */
export function undoneWords(count: number, changed: number): string {
  const words = `${alertsWords(count)} ${WORDS.undo.done}`;
  if (changed === 0) return words;
  return `${words}, ${changed.toLocaleString("en")} ${changed === 1 ? "has" : "have"} changed since`;
}

/** "Acknowledging: 500 of 1,204"; where nobody knows how many there are "Acknowledging: 500", and before the first of them "Acknowledging…". */
export function doingWords(
  action: Doing,
  { done, total }: Pick<Progress, "done" | "total">,
): string {
  const { doing } = WORDS[action];
  if (total === null) return done === 0 ? `${doing}…` : `${doing}: ${done.toLocaleString("en")}`;
  return `${doing}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
}

/** Why one refused. */
export function reasonWords(code: string): string {
  const known: Readonly<Record<string, { readonly title: string }>> = PROBLEMS;
  return known[code]?.title ?? code;
}
