import { expect, test } from "vitest";
import type { Keep } from "../../../protocol/backups.ts";
import { keepWords } from "./plan-words.ts";

const spread = { type: "spread", days: 7, weeks: 4, months: 12 } as const;

test.each<[Keep, string]>([
  [spread, "The newest of each of the last 7 days, 4 weeks and 12 months"],
  [{ ...spread, days: 0, weeks: 1 }, "The newest of each of the last 1 week and 12 months"],
  [{ ...spread, weeks: 0, months: 0 }, "The newest of each of the last 7 days"],
  [{ type: "last", count: 14 }, "The newest 14"],
  [{ type: "last", count: 1 }, "The newest one"],
])("of %j it is said: %s", (keep, words) => {
  expect(keepWords(keep)).toBe(words);
});
