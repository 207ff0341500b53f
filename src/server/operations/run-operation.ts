import { setImmediate } from "node:timers/promises";
import type { Time } from "../../domain/alert.ts";
import {
  advanceOperation,
  beginOperation,
  type Operation,
  type OperationEvent,
  type OperationKind,
  type Steps,
} from "../../domain/operation.ts";
import type { Problem } from "../../domain/problem.ts";

export interface Running {
  readonly kind: OperationKind;
  /** As whoever began it was told: its first step may come later. */
  readonly startedAt: Time;
  /** Breaks it off after the step under way. */
  readonly signal: AbortSignal;
  /** ms since 1970. */
  readonly now: () => number;
  /** Told of the operation as it begins, after each step and as it ends. */
  readonly onChange: (operation: Operation) => void;
  /** Keeps what has come of it so far, before the next step. */
  readonly keep: (operation: Operation) => Promise<void>;
  /** What stands in the operation for an error that ended it; others may read that. */
  readonly problemOf: (error: unknown) => Problem;
}

/** Longest that steps follow each other (ms) before others are served, a signal among them. */
const TURN = 20;

/** Takes one step after the other until the work is done, fails or is broken off. Never rejects. */
export async function runOperation<T>(
  steps: Steps<T, T>,
  { kind, startedAt, signal, now, onChange, keep, problemOf }: Running,
): Promise<Operation<T>> {
  const at = () => new Date(now()).toISOString();
  let operation = beginOperation<T>(kind, startedAt);
  onChange(operation);

  function advance(event: OperationEvent<T>): Operation<T> {
    operation = advanceOperation(operation, event);
    onChange(operation);
    return operation;
  }

  try {
    let turn = performance.now();
    for (;;) {
      const step = await steps.next();
      if (step.done === true) return advance({ type: "done", at: at(), result: step.value });
      const { result, ...progress } = step.value;
      const progressed = advance({ type: "progressed", progress, result });
      if (result !== undefined) await keep(progressed);
      if (performance.now() - turn > TURN) {
        await setImmediate();
        turn = performance.now();
      }
      if (!signal.aborted) continue;
      await steps.return(undefined as never);
      return advance({ type: "cancelled", at: at() });
    }
  } catch (error) {
    return advance({ type: "failed", at: at(), problem: problemOf(error) });
  }
}
