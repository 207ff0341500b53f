import type { Alert } from "../../domain/alert.ts";
import { isEverything, readFilter, type WrittenFilter } from "../../domain/filter.ts";
import type { Removed } from "../../protocol/page.ts";
import { ageWords } from "./age.ts";
import { dateWords } from "./time.ts";

/** What stands below the last row of a list, `removed` being what is known of alerts before it. */
export function endWords(
  filter: WrittenFilter,
  last: Pick<Alert, "id" | "receivedAt">,
  removed: Removed | null,
  zone: string,
): string {
  const words = `${oldestWords(filter, last)}, ${dateWords(last.receivedAt, zone)}`;
  const isWhole = removed === null || last.id === 1;
  if (isWhole || (filter.deleted === "only" && !isNarrowed(filter))) return words;
  const gone = removedWords(removed, zone);
  return isNarrowed(filter) ? `${words}. ${gone}` : gone;
}

/** "Older alerts were removed on 26 November 2026: kept for 90 days" */
function removedWords({ at, kept }: Removed, zone: string): string {
  const why = kept === null ? "" : `: kept for ${ageWords(kept)}`;
  return `Older alerts were removed on ${dateWords(at, zone)}${why}`;
}

/**
 * What the last row of a list is. Ids begin with 1: only that alert is the first of all. What lies
 * before another one is not in this list, but in the trash.
 */
function oldestWords(filter: WrittenFilter, { id }: Pick<Alert, "id">): string {
  if (isNarrowed(filter)) return "The first that matches";
  if (filter.deleted === "only") return "The first in the trash";
  if (id === 1) return "The first alert";
  return filter.deleted === "include" ? "The first that is kept" : "The first not in the trash";
}

/** Whether a filter asks for less than all, the trash aside. */
export function isNarrowed(filter: WrittenFilter): boolean {
  return !isEverything(readFilter({ ...filter, deleted: undefined }));
}
