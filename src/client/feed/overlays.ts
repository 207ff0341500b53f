import type { Alert } from "../../domain/alert.ts";
import { type Filter, matches } from "../../domain/filter.ts";
import { foresee, type PendingList } from "./pending.ts";

/** The rows with all that is pending laid over them, without those that will no longer match. */
export function overlaid(
  rows: readonly Alert[],
  list: PendingList,
  wanted: Filter,
): readonly Alert[] {
  if (list.length === 0) return rows;
  const touched = new Set(list.map(({ alertId }) => alertId));
  return rows.flatMap((row) => {
    if (!touched.has(row.id)) return [row];
    const expected = foresee(row, list);
    return expected === row || matches(wanted, expected) ? [expected] : [];
  });
}
