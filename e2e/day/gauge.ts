import { readdirSync, readFileSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import type { App } from "../support/app.ts";
import type { Sample } from "./curves.ts";

const MIB = 2 ** 20;

/** Ticks of the kernel's clock in a second, the same on every Linux. */
const TICKS = 100;
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
    const family = familyOf(pid);
    const memory = sum(family.map(residentSet)) / 1024;
    // One that was killed has a number until somebody has heard of its end, and nothing else.
    if (memory === 0) return null;
    return {
      memory,
      processor: sum(family.map(processorTime)),
      handles: readdirSync(`/proc/${pid}/fd`).length,
      file: bytesOf(app.database) / MIB,
      wal: bytesOf(`${app.database}-wal`) / MIB,
      kept: alertsIn(app.database),
    };
  } catch (error) {
    // It was killed since.
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

/** The server and its processes, but for what makes a backup, which comes and goes. */
function familyOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  const all = [pid, ...(children.match(/\d+/gu) ?? []).map(Number)];
  return all.filter((one) => !textOf(one, "cmdline").includes("backup-process"));
}

/** In KiB. */
function residentSet(pid: number): number {
  return Number(/^VmRSS:\s+(?<kib>\d+) kB$/mu.exec(textOf(pid, "status"))?.groups?.["kib"] ?? 0);
}

/** Seconds of one process with its threads. */
function processorTime(pid: number): number {
  const text = textOf(pid, "stat");
  // The name in parentheses, the second field, may hold anything; the 14th and 15th are user and system time.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS;
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
