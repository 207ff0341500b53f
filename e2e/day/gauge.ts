import { readdirSync, readFileSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import type { App } from "../support/app.ts";
import type { Sample } from "./curves.ts";

const MIB = 2 ** 20;

type Measured = Omit<Sample, "part" | "post" | "page" | "live">;

/** What the server takes now; null while it is not there. Linux alone tells it. */
export function measure(app: App): Measured | null {
  const { pid } = app;
  if (pid === undefined) return null;
  try {
    const memory = residentSets(pid);
    // One that was killed has a number until somebody has heard of its end, and nothing else.
    if (memory === 0) return null;
    return {
      memory,
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

/** MiB of the server and its processes; of what makes a backup, which comes and goes, none. */
function residentSets(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  const family = [pid, ...(children.match(/\d+/gu) ?? []).map(Number)];
  return family.reduce((sum, one) => sum + residentSet(one), 0) / 1024;
}

/** In KiB; 0 of one that has ended since it was listed. */
function residentSet(pid: number): number {
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("backup-process")) return 0;
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(?<kib>\d+) kB$/mu.exec(status)?.groups?.["kib"] ?? 0);
  } catch (error) {
    if (isGone(error)) return 0;
    throw error;
  }
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
