import type { Pairs } from "../../../domain/alert.ts";
import { readMatcher, writeMatcher } from "../../../domain/label-matcher.ts";
import { readSearch, writeSearch } from "../../address/search-text.ts";

/** Labels as they are typed, name=value with blanks between them; null where something else stands there. */
export function readLabels(typed: string): Pairs | null {
  const { label = [], q } = readSearch(typed);
  const matchers = label.map(readMatcher);
  if (q !== undefined || matchers.some(({ operator }) => operator !== "=")) return null;
  return Object.fromEntries(matchers.map(({ name, value }) => [name, value]));
}

/** The text that {@link readLabels} reads as these. */
export function writeLabels(labels: Pairs): string {
  const label = Object.entries(labels).map(([name, value]) =>
    writeMatcher({ name, operator: "=", value }),
  );
  return writeSearch({ label });
}
