import type { Time } from "./alert.ts";
import type { Problem } from "./problem.ts";

/** How far some work is; `total` is null where nobody knows yet. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
  /** What is counted, such as `events`. */
  readonly unit: string;
}

/** How far it is after a step, and what has come of it so far where that must outlive an early end. */
export interface Step<T> extends Progress {
  readonly result?: T;
}

/**
 * Work that says after each step how far it is. Whoever breaks it off lets it return, and its
 * `finally` leaves everything as it was before, but for what it has named as its result so far.
 */
export type Steps<T, Kept extends T = never> =
  | Generator<Step<Kept>, T>
  | AsyncGenerator<Step<Kept>, T>;

/**
 * What long work there is. That of a server is kept as a list; to import, to rebuild, to restore and to
 * seed are commands alone.
 */
export const OPERATION_KINDS = [
  "backup",
  "bulk",
  "export",
  "import",
  "purge",
  "rebuild",
  "restore",
  "seed",
  "undo",
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

export const OPERATION_STATES = ["running", "done", "failed", "cancelled"] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

/** Long work that can be looked at from elsewhere and broken off. */
export interface Operation<T = unknown> {
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly progress: Progress;
  readonly startedAt: Time;
  readonly endedAt: Time | null;
  /** What came of it; of some kinds also what has come of it so far. */
  readonly result: T | null;
  readonly problem: Problem | null;
}

/** What becomes of an operation. */
export type OperationEvent<T> =
  | { readonly type: "progressed"; readonly progress: Progress; readonly result?: T | undefined }
  | { readonly type: "done"; readonly at: Time; readonly result: T }
  | { readonly type: "failed"; readonly at: Time; readonly problem: Problem }
  | { readonly type: "cancelled"; readonly at: Time };

/** An operation as it begins. */
export function beginOperation<T>(kind: OperationKind, startedAt: Time): Operation<T> {
  return {
    kind,
    state: "running",
    progress: { done: 0, total: null, unit: "" },
    startedAt,
    endedAt: null,
    result: null,
    problem: null,
  };
}

/** The operation after that. What has ended stays as it ended. */
export function advanceOperation<T>(
  operation: Operation<T>,
  event: OperationEvent<T>,
): Operation<T> {
  if (operation.state !== "running") return operation;
  switch (event.type) {
    case "progressed":
      return {
        ...operation,
        progress: event.progress,
        result: event.result ?? operation.result,
      };
    case "done":
      return { ...operation, state: "done", endedAt: event.at, result: event.result };
    case "failed":
      return { ...operation, state: "failed", endedAt: event.at, problem: event.problem };
    case "cancelled":
      return { ...operation, state: "cancelled", endedAt: event.at };
    default:
      return event satisfies never;
  }
}

/** How long (ms) it is going to take from now, at its pace until now; null where that says nothing. */
export function timeLeft({ startedAt, progress }: Operation, now: number): number | null {
  const { done, total } = progress;
  const taken = now - Date.parse(startedAt);
  if (total === null || done === 0 || taken < 1_000) return null;
  return Math.max(0, (taken / done) * (total - done));
}
