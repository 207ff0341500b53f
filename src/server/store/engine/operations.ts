import { fail, type Problem } from "../../../domain/problem.ts";
import type { KeptOperation } from "../operations.ts";
import type { By } from "../people.ts";
import type { NewEntry } from "./people/audit.ts";

/** Why an operation has ended whose process has. */
export const INTERRUPTED: Problem = fail(
  "operation-interrupted",
  "The server ended while it was under way.",
).problem;

export function operationStarted({ id, kind }: KeptOperation, by: By): NewEntry {
  const detail = { operation: id, kind };
  return { type: "operation-started", on: `operation:${id}`, detail, ...by };
}

/** `operation` is what the list has of it, null where it has made way. */
export function operationCancelled(id: number, operation: KeptOperation | null, by: By): NewEntry {
  const detail = { operation: id, kind: operation?.kind };
  return { type: "operation-cancelled", on: `operation:${id}`, detail, ...by };
}

export function backupNoted(
  type: "backup-downloaded" | "backup-removed",
  name: string,
  by: By,
): NewEntry {
  return { type, on: `backup:${name}`, detail: { backup: name }, ...by };
}
