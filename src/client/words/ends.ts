import type { Alert } from "../../domain/alert.ts";
import { isEverything, readFilter, type WrittenFilter } from "../../domain/filter.ts";

/**
 * What the last row of a list is. Ids begin with 1: only that alert is the first of all. What lies
 * before another one is not in this list, but in the trash.
 */
export function oldestWords(filter: WrittenFilter, { id }: Pick<Alert, "id">): string {
  if (isNarrowed(filter)) return "The first that matches";
  if (filter.deleted === "only") return "The first in the trash";
  if (id === 1) return "The first alert";
  return filter.deleted === "include" ? "The first that is kept" : "The first not in the trash";
}

/** Why a list has no rows. */
export type Emptiness = "nothing-received" | "all-deleted" | "no-trash" | "no-match";

/** `isLogEmpty`: nothing was ever written to the log, so nothing was ever received. */
export function emptinessOf(filter: WrittenFilter, isLogEmpty: boolean): Emptiness {
  if (isLogEmpty && filter.deleted !== "only" && !isNarrowed(filter)) return "nothing-received";
  if (isNarrowed(filter) || filter.deleted === "include") return "no-match";
  return filter.deleted === "only" ? "no-trash" : "all-deleted";
}

/** Whether a filter asks for less than all, the trash aside. */
function isNarrowed(filter: WrittenFilter): boolean {
  return !isEverything(readFilter({ ...filter, deleted: undefined }));
}
