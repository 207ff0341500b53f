import { expect, test } from "vitest";
import { heldCount, withNewest, withOlder } from "./attempts.ts";
import { anAttempt } from "./webhook.fixture.ts";

const log = (ids: readonly number[], older: string | null) => ({
  attempts: ids.map((id) => anAttempt({ id })),
  older,
});
const idsOf = ({ attempts }: ReturnType<typeof log>) => attempts.map(({ id }) => id);

test("what is new goes on top of what was read, which stays", () => {
  const shown = withOlder(log([9, 7], "7"), log([4, 2], null));
  expect(idsOf(shown)).toEqual([9, 7, 4, 2]);
  const next = withNewest(shown, log([12, 9], "9"));
  expect(idsOf(next)).toEqual([12, 9, 7, 4, 2]);
  expect(next.older).toBeNull();
});

test("where they do not meet, what lies below is let go and can be read again", () => {
  const next = withNewest(log([9, 7, 4], null), log([30, 28], "28"));
  expect(idsOf(next)).toEqual([30, 28]);
  expect(next.older).toBe("28");
});

test("what was forgotten on the server is forgotten here", () => {
  expect(idsOf(withNewest(log([9, 7], "7"), log([12, 9], null)))).toEqual([12, 9]);
  expect(idsOf(withNewest(log([9, 7], null), log([], null)))).toEqual([]);
});

test("no more is shown than the server keeps, however long one watches", () => {
  const ids = Array.from({ length: 100 }, (_, at) => 200 - at);
  const next = withNewest(log(ids, "101"), log([202, 201, 200], "200"));
  expect(idsOf(next)).toEqual([202, 201, ...ids.slice(0, 98)]);
  expect(next.older).toBeNull();
});

test("the first attempts are shown as they are", () => {
  expect(idsOf(withNewest(log([], null), log([3, 1], null)))).toEqual([3, 1]);
});

test("those that are not shown yet are counted", () => {
  expect(heldCount(log([9, 7], "7"), log([12, 11, 9], "9"))).toBe(2);
  expect(heldCount(log([], null), log([1], null))).toBe(1);
  expect(heldCount(log([9], null), log([9], null))).toBe(0);
});
