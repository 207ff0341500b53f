import { type Job, type Progress, type Steps, timeLeft } from "../src/domain/job.ts";
import { runJob } from "../src/server/jobs/run-job.ts";

const BAR = 24;
/** Time (ms) between two pictures of the progress. */
const LOOK = 100;

/**
 * Does some work in the terminal: with a bar, and until Ctrl-C, which leaves everything as it was.
 * Returns what came of it, null where it was broken off. Rejects with what ended it.
 */
export async function watchJob<T>(kind: string, steps: Steps<T>): Promise<T | null> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, interrupt);
  let fault: unknown;
  let drawn = 0;
  const job = await runJob(steps, {
    id: kind,
    kind,
    signal: stop.signal,
    now: Date.now,
    onChange(job) {
      if (!process.stdout.isTTY || performance.now() - drawn < LOOK) return;
      drawn = performance.now();
      process.stdout.write(`\r${lineOf(job, Date.now())}\u{1b}[K`);
    },
    problemOf(error) {
      fault = error;
      return { code: "internal", detail: "" };
    },
  });
  if (process.stdout.isTTY) process.stdout.write("\r\u{1b}[K");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, interrupt);
  if (job.state === "failed") throw fault;
  if (job.state === "cancelled") {
    process.stderr.write("Broken off: the database is as it was.\n");
    process.exitCode = 130;
    return null;
  }
  return job.result;
}

/** A job in one line. */
export function lineOf(job: Job, now: number): string {
  const left = timeLeft(job, now);
  const rest = left === null ? "" : `, ${durationOf(left)} left`;
  return `${barOf(job.progress)}${countOf(job.progress)}${rest}`;
}

function barOf({ done, total }: Progress): string {
  if (total === null || total === 0) return "";
  const share = Math.min(1, done / total);
  const full = Math.floor(share * BAR);
  return `[${"█".repeat(full)}${" ".repeat(BAR - full)}] ${Math.floor(share * 100)} % · `;
}

function countOf({ done, total, unit }: Progress): string {
  const of = total === null ? "" : ` of ${total.toLocaleString("en")}`;
  return `${done.toLocaleString("en")}${of} ${unit}`.trim();
}

function durationOf(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
