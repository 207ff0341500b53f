import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Keep } from "../../protocol/backups.ts";
import { expired, readKeep } from "./rotation.ts";

const HOUR = 3_600_000;
const T0 = Date.parse("2026-01-01T00:00:00.000Z");

function backup(time: number) {
  const at = new Date(time).toISOString();
  return { name: at, at };
}

const keep: fc.Arbitrary<Keep> = fc.oneof(
  fc.record({ type: fc.constant("last" as const), count: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    type: fc.constant("spread" as const),
    days: fc.nat(10),
    weeks: fc.nat(6),
    months: fc.nat(14),
  }),
);
const backups = fc
  .uniqueArray(fc.integer({ min: 0, max: 800 * 24 }), { maxLength: 120 })
  .map((hours) => hours.map((hour) => backup(T0 + hour * HOUR)));

function left(of: Keep, all: readonly { readonly name: string; readonly at: string }[]) {
  const gone = new Set(expired(of, all));
  return all.filter(({ name }) => !gone.has(name));
}

/** Most that it may leave, besides the newest. */
function most(of: Keep): number {
  return of.type === "last" ? of.count : Math.max(1, of.days + of.weeks + of.months);
}

describe("whatever is to be kept and whatever there is", () => {
  test("the newest stays, not more stay than that, and nothing goes that is not there", () => {
    fc.assert(
      fc.property(keep, backups, (keep, all) => {
        const gone = expired(keep, all);
        const names = all.map(({ name }) => name);
        expect(gone.filter((name) => !names.includes(name))).toEqual([]);
        expect(gone).not.toContain(names.toSorted().at(-1));
        expect(all.length - gone.length).toBeLessThanOrEqual(most(keep));
      }),
    );
  });

  test("what was left is left again, in whatever order it lies", () => {
    fc.assert(
      fc.property(keep, backups, (keep, all) => {
        const once = left(keep, all);
        expect(expired(keep, once.toReversed())).toEqual([]);
        expect(new Set(expired(keep, all.toReversed()))).toEqual(new Set(expired(keep, all)));
      }),
    );
  });

  test("what is gone today would not be kept tomorrow", () => {
    fc.assert(
      fc.property(keep, backups, fc.integer({ min: 1, max: 90 * 24 }), (keep, all, hours) => {
        const newest = Math.max(T0, ...all.map(({ at }) => Date.parse(at)));
        const later = [...all, backup(newest + hours * HOUR)];
        expect(expired(keep, later)).toEqual(expect.arrayContaining(expired(keep, all)));
      }),
    );
  });
});

test("backups of every six hours for two years leave days, weeks and months", () => {
  const keep = { type: "spread", days: 7, weeks: 4, months: 12 } as const;
  let all: { name: string; at: string }[] = [];
  for (let hour = 0; hour < 730 * 24; hour += 6)
    all = left(keep, [...all, backup(T0 + hour * HOUR)]);
  expect(all.map(({ at }) => at.slice(0, 10))).toEqual([
    "2027-01-31",
    "2027-02-28",
    "2027-03-31",
    "2027-04-30",
    "2027-05-31",
    "2027-06-30",
    "2027-07-31",
    "2027-08-31",
    "2027-09-30",
    "2027-10-31",
    "2027-11-30",
    "2027-12-12",
    "2027-12-19",
    "2027-12-25",
    "2027-12-26",
    "2027-12-27",
    "2027-12-28",
    "2027-12-29",
    "2027-12-30",
    "2027-12-31",
  ]);
});

test.each<[string, Keep | null]>([
  ["14", { type: "last", count: 14 }],
  ["7d,4w,12m", { type: "spread", days: 7, weeks: 4, months: 12 }],
  ["7d, 12m", { type: "spread", days: 7, weeks: 0, months: 12 }],
  ["30d", { type: "spread", days: 30, weeks: 0, months: 0 }],
  ["0", null],
  ["", null],
  ["0d", null],
  ["4w,7d", null],
  ["7d,7d", null],
  ["7", { type: "last", count: 7 }],
  ["7y", null],
  ["-1", null],
  ["1e3", null],
  ["7d,", null],
  ["99999", null],
])("%j", (text, keep) => {
  expect(readKeep(text)).toEqual(keep);
});
