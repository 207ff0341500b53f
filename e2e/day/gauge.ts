import { readdirSync, readFileSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { familyOf, ownProcessorTime } from "../../bench/report/usage.ts";
import type { App } from "../support/app.ts";
import type { Sample } from "./curves.ts";

const MIB = 2 ** 20;

/** Processor time (ms) of the work by which it is measured how busy the machine is. */
const YARDSTICK = 10;

type Measured = Pick<Sample, "memory" | "handles" | "file" | "wal" | "kept"> & {
  /** Seconds of processor time since it was started. */
  readonly processor: number;
};

/** What the server takes now; null while it is not there. Linux alone tells it. */
export function measure(app: App): Measured | null {
  const { pid } = app;
  if (pid === undefined) return null;
  try {
    // What makes a backup comes and goes.
    const family = familyOf(pid).filter(
      (one) => !textOf(one, "cmdline").includes("backup-process"),
    );
    const memory = sum(family.map(residentSet)) / 1024;
    // One that was killed has a number until somebody has heard of its end, and nothing else.
    if (memory === 0) return null;
    return {
      memory,
      processor: sum(family.map(ownProcessorTime)),
      handles: readdirSync(`/proc/${pid}/fd`).length,
      file: bytesOf(app.database) / MIB,
      wal: bytesOf(`${app.database}-wal`) / MIB,
      kept: alertsIn(app.database),
    };
  } catch (error) {
    // It was killed since, or one of its processes has ended.
    if (isGone(error)) return null;
    throw error;
  }
}

/** How many times as long as its processor time some work takes here: 1 where nothing else wants the machine. */
export function busyness(): number {
  const [begun, used] = [performance.now(), process.threadCpuUsage()];
  for (;;) {
    const { user, system } = process.threadCpuUsage(used);
    const time = (user + system) / 1000;
    if (time >= YARDSTICK) return (performance.now() - begun) / time;
  }
}

/** In KiB. */
function residentSet(pid: number): number {
  return Number(/^VmRSS:\s+(?<kib>\d+) kB$/mu.exec(textOf(pid, "status"))?.groups?.["kib"] ?? 0);
}

/** Empty of a process that has ended since it was listed. */
function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    if (isGone(error)) return "";
    throw error;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function alertsIn(file: string): number {
  const db = new Database(file, { readonly: true });
  try {
    return Number(db.prepare("select count(*) from alerts").pluck().get());
  } finally {
    db.close();
  }
}

function isGone(error: unknown): boolean {
  const { code = "" } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return ["ENOENT", "ESRCH"].includes(code);
}
