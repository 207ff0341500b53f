import type { WrittenFilter } from "../../domain/filter.ts";
import { isNarrowed } from "./ends.ts";

/** Why a list has no rows. */
export type Emptiness = "nothing-received" | "all-deleted" | "no-trash" | "no-match";

/** `isLogEmpty`: nothing was ever written to the log, so nothing was ever received. */
export function emptinessOf(filter: WrittenFilter, isLogEmpty: boolean): Emptiness {
  if (isLogEmpty && filter.deleted !== "only" && !isNarrowed(filter)) return "nothing-received";
  if (isNarrowed(filter) || filter.deleted === "include") return "no-match";
  return filter.deleted === "only" ? "no-trash" : "all-deleted";
}
