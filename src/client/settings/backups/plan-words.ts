import type { Keep } from "../../../protocol/backups.ts";
import { listed } from "../../words/listed.ts";

/** Which backups stay: "The newest of each of the last 7 days, 4 weeks and 12 months". */
export function keepWords(keep: Keep): string {
  switch (keep.type) {
    case "last":
      return keep.count === 1 ? "The newest one" : `The newest ${keep.count}`;
    case "spread": {
      const spans = [span(keep.days, "day"), span(keep.weeks, "week"), span(keep.months, "month")];
      return `The newest of each of the last ${listed(spans.filter(Boolean), "and")}`;
    }
    default:
      return keep satisfies never;
  }
}

function span(count: number, unit: string): string {
  if (count === 0) return "";
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
