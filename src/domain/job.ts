import type { Time } from "./alert.ts";
import type { Problem } from "./problem.ts";

/** How far some work is; `total` is null where nobody knows yet. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
  /** What is counted, such as `events`. */
  readonly unit: string;
}

/**
 * Work that says after each step how far it is. Whoever breaks it off lets it return, and its
 * `finally` leaves everything as it was before.
 */
export type Steps<T> = Generator<Progress, T> | AsyncGenerator<Progress, T>;

/** Long work with a name, that can be looked at from elsewhere and broken off. */
export interface Job<T = unknown> {
  readonly id: string;
  readonly kind: string;
  readonly state: "running" | "done" | "failed" | "cancelled";
  readonly progress: Progress;
  readonly startedAt: Time;
  readonly endedAt: Time | null;
  readonly result: T | null;
  readonly problem: Problem | null;
}

/** What becomes of a job. */
export type JobEvent<T> =
  | { readonly type: "progressed"; readonly progress: Progress }
  | { readonly type: "done"; readonly at: Time; readonly result: T }
  | { readonly type: "failed"; readonly at: Time; readonly problem: Problem }
  | { readonly type: "cancelled"; readonly at: Time };

/** A job as it begins. */
export function beginJob<T>(id: string, kind: string, startedAt: Time): Job<T> {
  return {
    id,
    kind,
    state: "running",
    progress: { done: 0, total: null, unit: "" },
    startedAt,
    endedAt: null,
    result: null,
    problem: null,
  };
}

/** The job after that. What has ended stays as it ended. */
export function advanceJob<T>(job: Job<T>, event: JobEvent<T>): Job<T> {
  if (job.state !== "running") return job;
  switch (event.type) {
    case "progressed":
      return { ...job, progress: event.progress };
    case "done":
      return { ...job, state: "done", endedAt: event.at, result: event.result };
    case "failed":
      return { ...job, state: "failed", endedAt: event.at, problem: event.problem };
    case "cancelled":
      return { ...job, state: "cancelled", endedAt: event.at };
    default:
      return event satisfies never;
  }
}

/** How long (ms) it is going to take from now, at its pace until now; null where that says nothing. */
export function timeLeft({ startedAt, progress }: Job, now: number): number | null {
  const { done, total } = progress;
  const taken = now - Date.parse(startedAt);
  if (total === null || done === 0 || taken < 1_000) return null;
  return Math.max(0, (taken / done) * (total - done));
}
