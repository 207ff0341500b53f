import {
  type Operation,
  type OperationKind,
  type Progress,
  type Steps,
  timeLeft,
} from "../src/domain/operation.ts";
import { runOperation } from "../src/server/operations/run-operation.ts";

const BAR = 24;
/** Time (ms) between two pictures of the progress. */
const LOOK = 100;

/**
 * Does some work in the terminal: with a bar, and until Ctrl-C, which leaves everything as it was.
 * Returns what came of it, null where it was broken off. Rejects with what ended it.
 */
export async function watchOperation<T>(kind: OperationKind, steps: Steps<T>): Promise<T | null> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, interrupt);
  let fault: unknown;
  let drawn = 0;
  const operation = await runOperation(steps, {
    kind,
    startedAt: new Date().toISOString(),
    signal: stop.signal,
    now: Date.now,
    onChange(operation) {
      if (!process.stdout.isTTY || performance.now() - drawn < LOOK) return;
      drawn = performance.now();
      process.stdout.write(`\r${lineOf(operation, Date.now())}\u{1b}[K`);
    },
    keep: () => Promise.resolve(),
    problemOf(error) {
      fault = error;
      return { code: "internal", detail: "" };
    },
  });
  if (process.stdout.isTTY) process.stdout.write("\r\u{1b}[K");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, interrupt);
  if (operation.state === "failed") throw fault;
  if (operation.state === "cancelled") {
    process.stderr.write("Broken off: everything is as it was.\n");
    process.exitCode = 130;
    return null;
  }
  return operation.result;
}

/** An operation in one line. */
export function lineOf(operation: Operation, now: number): string {
  const left = timeLeft(operation, now);
  const rest = left === null ? "" : `, ${durationOf(left)} left`;
  return `${barOf(operation.progress)}${countOf(operation.progress)}${rest}`;
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
