import { expect, test } from "vitest";
import { grownOf, growthOf, medianOf, panelsOf, type Sample } from "./curves.ts";
import { disorderOf } from "./receivers.ts";

const FLAT: Omit<Sample, "part"> = {
  memory: 200,
  handles: 80,
  file: 50,
  wal: 10,
  kept: 1_000,
  processor: 20,
  busyness: 1,
  post: 10,
  page: 20,
  live: 30,
};

/** A hundred samples of a day, each as it says for that part. */
function dayOf(change: (part: number) => Partial<Sample>): Sample[] {
  return Array.from({ length: 100 }, (_, index) => index / 100).map((part) => ({
    part,
    ...FLAT,
    ...change(part),
  }));
}

test("a day on which nothing grows is flat, whatever its first half was", () => {
  expect(
    grownOf(dayOf((part) => (part < 0.5 ? { memory: 900, wal: 800, live: null } : {}))),
  ).toEqual([]);
});

test.each(["memory", "handles", "file", "wal", "processor", "post", "page", "live"] as const)(
  "what grows all day is found: %s",
  (curve) => {
    const found = grownOf(dayOf((part) => ({ [curve]: 400 * part })));
    expect(found).toEqual([expect.stringContaining(`${curve}: `)]);
  },
);

test("times are not judged where the machine was busier in the end, and all else is", () => {
  const busier = (part: number) => ({ busyness: part > 0.8 ? 4 : 1, post: 400 * part });
  expect(grownOf(dayOf(busier))).toEqual([]);
  expect(grownOf(dayOf((part) => ({ ...busier(part), memory: 400 * part })))).toEqual([
    expect.stringContaining("memory: "),
  ]);
});

test("one high value is no growth", () => {
  expect(grownOf(dayOf((part) => (part === 0.9 ? { post: 90_000, memory: 4_000 } : {})))).toEqual(
    [],
  );
});

test("the file may grow as the alerts do, and no more", () => {
  expect(grownOf(dayOf((part) => ({ kept: 1_000 * part, file: 50 * part })))).toEqual([]);
  expect(grownOf(dayOf((part) => ({ kept: 1_000 * part, file: 200 * part ** 2 })))).toEqual([
    "file: 67.3, then 169.3",
  ]);
  // Fewer alerts ask nothing of it: what is free is used again.
  expect(grownOf(dayOf((part) => ({ kept: 1_000 * (1 - part) })))).toEqual([]);
});

test("a curve of which nothing is known is not taken for a flat one", () => {
  const samples = dayOf((part) => ({ live: part > 0.8 ? null : 1 }));
  expect(growthOf(samples, "live")).toBeNull();
  expect(grownOf(samples)).toEqual(["live: there is nothing to compare"]);
});

test("each curve has a panel, in which what is missing is as it was before", () => {
  const panels = panelsOf(
    dayOf((part) => ({ live: part < 0.5 ? null : part })),
    ["0 h", "8 h"],
  );
  expect(panels).toHaveLength(10);
  expect(panels.at(-2)?.values[0]).toBe(0.5);
  expect(panels.at(-2)?.values.at(-1)).toBe(0.99);
});

test("the median of nothing is none", () => {
  expect(medianOf([])).toBeNull();
  expect(medianOf([3, 1, 2])).toBe(2);
});

test("what came again is in order, and what came too late is not", () => {
  const [first, second, other] = [
    { seq: 1, alert: 7 },
    { seq: 3, alert: 7 },
    { seq: 2, alert: 8 },
  ];
  expect(disorderOf([first, second, other, first])).toEqual([]);
  expect(disorderOf([second, other, first])).toEqual([first]);
});
