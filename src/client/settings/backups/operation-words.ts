import * as v from "valibot";
import type { OperationKind, Progress } from "../../../domain/operation.ts";
import { PROBLEMS } from "../../../domain/problems.ts";
import { backupSchema } from "../../../protocol/backups.ts";
import type { ShownOperation } from "../../../protocol/operations.ts";
import { bytesWords } from "../../words/bytes.ts";
import { failureWords } from "../../words/failure-words.ts";
import { durationWords } from "../../words/time.ts";
import type { Speed } from "./speed.ts";

interface KindWords {
  readonly name: string;
  /** While it runs. */
  readonly doing: string;
}

export const KIND_WORDS: Readonly<Record<OperationKind, KindWords>> = {
  backup: { name: "Backup", doing: "Backing up" },
  bulk: { name: "Bulk action", doing: "Acting on many alerts" },
  export: { name: "Export", doing: "Exporting" },
  import: { name: "Import", doing: "Importing" },
  purge: { name: "Purge", doing: "Removing old alerts for good" },
  rebuild: { name: "Rebuild", doing: "Deriving everything from the log anew" },
  restore: { name: "Restore", doing: "Restoring" },
  seed: { name: "Seed", doing: "Making up alerts" },
  undo: { name: "Undo of a bulk action", doing: "Taking back what was done to many alerts" },
};

/** "1,306 of 2,073 MiB copied and compressed"; empty before it is counted. */
export function progressWords({ done, total, unit }: Progress): string {
  if (unit === "") return "";
  const of = total === null ? "" : ` of ${countOf(total)}`;
  return `${countOf(done)}${of} ${unit}`;
}

/** "45 MiB/s, 40 s left"; empty where it cannot be told. */
export function speedWords(speed: Speed | null, unit: string): string {
  if (speed === null) return "";
  const { rate, left } = speed;
  const [counted = ""] = unit.split(" ");
  const each = `${rate < 10 ? rate.toFixed(1) : countOf(Math.round(rate))} ${counted}/s`;
  return left === null ? each : `${each}, ${leftWords(left)} left`;
}

function leftWords(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** How an operation ended, and what came of it. */
export function endWords({ kind, state, result, problem }: ShownOperation): string {
  switch (state) {
    case "running":
      return "Under way";
    case "done":
      return resultWords(result) || "Done";
    case "failed":
      return problem === null ? "Failed" : problemWords(problem);
    case "cancelled":
      return kind === "backup" ? "Cancelled; nothing of it is left." : "Cancelled.";
    default:
      return state satisfies never;
  }
}

/** " · took 12 s"; empty where that is not worth a word. */
export function tookWords({ startedAt, endedAt }: ShownOperation): string {
  if (endedAt === null || Date.parse(endedAt) - Date.parse(startedAt) < 1_000) return "";
  return ` · took ${durationWords(startedAt, endedAt)}`;
}

/** What went wrong, in sentences. */
export function problemWords({ code, detail }: NonNullable<ShownOperation["problem"]>): string {
  return failureWords({ code, title: PROBLEMS[code].title, detail });
}

const figuresSchema = v.record(v.string(), v.unknown());

/** What came of one; empty where it says nothing that can be counted. */
function resultWords(result: unknown): string {
  const backup = v.safeParse(backupSchema, result);
  if (backup.success) {
    const { alerts, events, bytes } = backup.output;
    return `${contentsWords(alerts, events)}, ${bytesWords(bytes)}`;
  }
  const figures = v.safeParse(figuresSchema, result);
  if (!figures.success) return "";
  return Object.entries(figures.output)
    .flatMap(([name, value]) => figureWords(name, value))
    .join(", ");
}

function figureWords(name: string, value: unknown): string[] {
  if (typeof value !== "number") return [];
  return [name === "bytes" ? bytesWords(value) : `${countOf(value)} ${name}`];
}

/** "1 alert, 3 events" */
export function contentsWords(alerts: number, events: number): string {
  return `${counted(alerts, "alert")}, ${counted(events, "event")}`;
}

function counted(count: number, name: string): string {
  return `${countOf(count)} ${name}${count === 1 ? "" : "s"}`;
}

function countOf(count: number): string {
  return count.toLocaleString("en");
}
