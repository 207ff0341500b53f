import { expect, test } from "vitest";
import { at, given, opened, record, repeated } from "./history.arbitrary.ts";
import { creditFrom, isNewStart, latestStarts, learn, NO_MEMORY } from "./memory.ts";
import { CHANGE_CREDIT, CHANGE_PRICE } from "./pace.ts";

const PRICE = CHANGE_PRICE / 1000;

/** What is known after words changed at those times (s). */
function afterChangesAt(...times: number[]) {
  return times
    .flatMap((time) => record([{ type: "AlertRetitled", data: { title: "t" } }], time))
    .reduce(learn, NO_MEMORY);
}

test("changes of words at once use up the credit, one by one", () => {
  expect(creditFrom(NO_MEMORY)).toBeNull();
  const all = afterChangesAt(...Array.from({ length: CHANGE_CREDIT }, () => 1000));
  expect(creditFrom(all)).toBe(at(1000 + PRICE));
  expect(creditFrom(afterChangesAt(1000, 1000))).toBe(at(1000 + (3 - CHANGE_CREDIT) * PRICE));
});

test("a quiet time gives back the credit, and no more than that", () => {
  const long = 1_000_000;
  expect(creditFrom(afterChangesAt(0, long))).toBe(creditFrom(afterChangesAt(long)));
});

test("of too many starts the latest are remembered, each once and in order", () => {
  const starts = Array.from({ length: 20 }, (_, n) => at(n));
  expect(latestStarts([...starts.toReversed(), at(7)])).toEqual(starts.slice(4));
});

test("a start is new unless the episode was told under it, or may have been", () => {
  const alert = given(opened, repeated);
  if (alert === null) throw new Error("it was opened");
  const starts = Array.from({ length: 16 }, (_, n) => at(100 + n));
  const knows = (told: string[]) => ({ ...NO_MEMORY, starts: told });
  expect(isNewStart(alert, knows([]), at(0))).toBe(false);
  expect(isNewStart(alert, knows([at(5)]), at(5))).toBe(false);
  expect(isNewStart(alert, knows([at(5)]), at(4))).toBe(true);
  // It may be one of those that were forgotten.
  expect(isNewStart(alert, knows(starts), at(99))).toBe(false);
  expect(isNewStart(alert, knows(starts), at(200))).toBe(true);
});
