import { setImmediate } from "node:timers/promises";
import { advanceJob, beginJob, type Job, type JobEvent, type Steps } from "../../domain/job.ts";
import type { Problem } from "../../domain/problem.ts";

export interface Running {
  readonly id: string;
  readonly kind: string;
  /** Breaks it off after the step under way. */
  readonly signal: AbortSignal;
  /** ms since 1970. */
  readonly now: () => number;
  /** Told of the job as it begins, after each step and as it ends. */
  readonly onChange: (job: Job) => void;
  /** What stands in the job for an error that ended it; others may read that. */
  readonly problemOf: (error: unknown) => Problem;
}

/** Longest that steps follow each other (ms) before others are served, a signal among them. */
const TURN = 20;

/** Takes one step after the other until the work is done, fails or is broken off. Never rejects. */
export async function runJob<T>(
  steps: Steps<T>,
  { id, kind, signal, now, onChange, problemOf }: Running,
): Promise<Job<T>> {
  const at = () => new Date(now()).toISOString();
  let job = beginJob<T>(id, kind, at());
  onChange(job);

  function advance(event: JobEvent<T>): Job<T> {
    job = advanceJob(job, event);
    onChange(job);
    return job;
  }

  try {
    let turn = performance.now();
    for (;;) {
      const step = await steps.next();
      if (step.done === true) return advance({ type: "done", at: at(), result: step.value });
      advance({ type: "progressed", progress: step.value });
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
