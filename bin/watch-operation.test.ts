import { expect, test } from "vitest";
import { beginOperation } from "../src/domain/operation.ts";
import { lineOf } from "./watch-operation.ts";

const AT = "2026-01-01T00:00:00.000Z";
const operation = beginOperation("rebuild", AT);

test.each([
  [{ done: 0, total: null, unit: "" }, 0, "0"],
  [{ done: 1_500, total: null, unit: "events" }, 5, "1,500 events"],
  [
    { done: 1_306_112, total: 2_073_600, unit: "events" },
    30,
    "[███████████████         ] 62 % · 1,306,112 of 2,073,600 events, 18 s left",
  ],
  [{ done: 5, total: 5, unit: "rows" }, 0.5, "[████████████████████████] 100 % · 5 of 5 rows"],
  [{ done: 0, total: 0, unit: "rows" }, 0, "0 of 0 rows"],
  [
    { done: 1, total: 100, unit: "rows" },
    60,
    "[                        ] 1 % · 1 of 100 rows, 99 min left",
  ],
])("%j after %d s reads", (progress, seconds, line) => {
  expect(lineOf({ ...operation, progress }, Date.parse(AT) + seconds * 1000)).toBe(line);
});
