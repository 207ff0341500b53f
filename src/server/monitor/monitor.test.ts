import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bucket, createDetector, LARGEST_VALUE, type Series } from "./detector.ts";
import { createRandom } from "./forest/random.ts";
import { createMonitor, type Monitor, type Step } from "./monitor.ts";
import { MINIMUM_RELATIVE_CHANGE, SENSITIVITIES } from "./rule.ts";
import { wordsOf } from "./words.ts";

const T0 = Date.parse("2026-01-05T00:00:00Z");

/** A monitor of five minutes without a season, but for the fields given. */
function aMonitor(fields: Partial<Series> = {}, minimumChange = 0, seed = 1): Monitor {
  const rule = {
    threshold: SENSITIVITIES.normal,
    direction: "both",
    minimumChange,
    minimumRelativeChange: MINIMUM_RELATIVE_CHANGE,
    unusual: 1,
    of: 1,
    closeAfter: 15,
  } as const;
  return createMonitor(
    rule,
    createDetector({ bucket: 300, season: "none", gaps: "hold", ...fields }, seed),
  );
}

/** Buckets that follow each other. */
function series(count: number, valueAt: (index: number) => number | null, bucket = 300): Bucket[] {
  return Array.from({ length: count }, (_, index) => ({
    time: T0 + index * bucket * 1000,
    value: valueAt(index),
  }));
}

function steps(monitor: Monitor, buckets: readonly Bucket[]): Step[] {
  return buckets.map((bucket) => monitor.step(bucket));
}

/** What happened, and in which bucket. */
function happened(taken: readonly Step[]): [number, string][] {
  return [...taken.entries()].flatMap(([index, { outcome }]) => {
    const words = wordsOf("orders", outcome);
    return words === null ? [] : [[index, words] as [number, string]];
  });
}

/** About 980, give or take 20. */
function orders(seed = 1): () => number {
  const random = createRandom(seed);
  return () => 960 + 40 * random();
}

test("what falls is told in words, and its end too", () => {
  const usual = orders();
  const fallen = (index: number) => (index >= 600 && index < 636 ? 212 : usual());
  const [opened, closed, ...more] = happened(steps(aMonitor(), series(800, fallen)));
  expect(opened).toEqual([600, "orders is unusually low: 212, expected about 980"]);
  expect(closed?.[1]).toMatch(/^Back to usual after \d h$/u);
  expect(closed?.[0]).toBeGreaterThanOrEqual(636 + 14);
  expect(more).toEqual([]);
});

test("a step that stays is taken as usual, and calls nobody again", () => {
  const usual = orders();
  const stepped = (index: number) => usual() - (index >= 600 ? 840 : 0);
  const taken = steps(aMonitor(), series(2_000, stepped));
  const [opened, closed, ...more] = happened(taken);
  expect(opened?.[1]).toMatch(/^orders is unusually low: 1\d\d, expected about 9[789]0$/u);
  expect(closed?.[1]).toMatch(/^Stayed at 1[34]\d, now taken as usual$/u);
  expect(more).toEqual([]);
});

test("no blip under the minimum change opens anything, however constant the series was", () => {
  // All to one side: what is expected may be the blip before, and this one then twice as far from it.
  const blipsTo = (side: 1 | -1) =>
    fc.array(
      fc.double({ min: 0, max: 24.9, noNaN: true }).map((size) => side * size),
      { minLength: 1, maxLength: 20 },
    );
  fc.assert(
    fc.property(fc.oneof(blipsTo(1), blipsTo(-1)), (blips) => {
      const blip = (index: number) =>
        100 + (index > 300 && index % 10 === 0 ? (blips[(index / 10) % blips.length] ?? 0) : 0);
      expect(happened(steps(aMonitor({}, 25), series(450, blip)))).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

test("a blip above it does", () => {
  const blip = (index: number) => (index === 400 ? 130 : 100);
  expect(happened(steps(aMonitor({}, 25), series(410, blip)))).toEqual([
    [400, "orders is unusually high: 130, expected about 100"],
  ]);
});

test("a calm series that becomes a lively one for good does not stay open for ever", () => {
  const random = createRandom(1);
  const lively = (index: number) => (index < 600 ? 100 : 100 + 80 * (random() - 0.5));
  const taken = steps(aMonitor(), series(4_000, lively));
  expect(taken.some(({ outcome }) => outcome.type === "opened")).toBe(true);
  expect(taken.at(-1)?.alert.type).toBe("watching");
});

test("it opens nothing until it has learnt enough, and says how far it is", () => {
  const usual = orders();
  // The outlier comes when too little is known.
  const monitor = aMonitor();
  const taken = steps(
    monitor,
    series(300, (index) => (index === 240 ? 20_000 : usual())),
  );
  expect(happened(taken.slice(0, 250))).toEqual([]);
  const progress = taken.map(({ progress }) => progress);
  expect(progress).toEqual(progress.toSorted((one, other) => one - other));
  expect(progress[0]).toBe(0);
  expect(progress[262]).toBe(255 / 256 + 1 / 256);
  expect(progress[261]).toBeLessThan(1);
});

test("with a season it learns for two of them", () => {
  const usual = orders();
  const taken = steps(aMonitor({ season: "day" }), series(620, usual));
  expect(taken[287]?.reading).toBeNull();
  expect(taken[575]?.progress).toBeLessThan(1);
  expect(taken[576]?.progress).toBe(1);
});

/** Half hours of days, from 100 at midnight to 1,000 at noon. */
function daily(index: number): number {
  return 550 - 450 * Math.cos((index / 48) * 2 * Math.PI);
}

test("what falls at noon to what is usual at night is seen where the season is known", () => {
  const noise = createRandom(4);
  const noon = 48 * 20 + 24;
  const fallen = (index: number) =>
    (index >= noon && index < noon + 3 ? 110 : daily(index)) + 20 * noise();
  const monitor = aMonitor({ season: "day", bucket: 1800 });
  const [opened] = happened(steps(monitor, series(48 * 21, fallen, 1800)));
  expect(opened?.[0]).toBe(noon);
  expect(opened?.[1]).toMatch(/^orders is unusually low: 1[123]\d, expected about (?:990|1,000)$/u);
});

test("holidays come back neither as expected nor as an alert", () => {
  const noise = createRandom(4);
  const isHoliday = (index: number) => {
    const [day, slot] = [Math.floor(index / 48), index % 48];
    return day >= 20 && day < 23 && slot >= 18 && slot < 34;
  };
  const valueAt = (index: number) => (isHoliday(index) ? 120 : daily(index)) + 20 * noise();
  const monitor = aMonitor({ season: "day", bucket: 1800 });
  const taken = steps(monitor, series(48 * 26, valueAt, 1800));
  expect(happened(taken.slice(48 * 20, 48 * 21)).length).toBeGreaterThan(0);
  const after = taken.slice(48 * 23);
  expect(happened(after).filter(([, words]) => words.includes("unusually"))).toEqual([]);
  const noon = after[24]?.reading;
  expect(noon?.seasonal).toBeGreaterThan(900);
});

test("counts are 0 where nothing came; of what was measured nothing is made up", () => {
  const usual = orders();
  const silent = (index: number) => (index >= 500 ? null : usual());
  const counted = steps(aMonitor({ gaps: "zero" }), series(510, silent));
  const [[at, words] = [], ...more] = happened(counted);
  expect(at).toBe(500);
  expect(words).toMatch(/^orders is unusually low: 0, expected about 9[6789]0$/u);
  expect(more).toEqual([]);
  const measured = steps(aMonitor(), series(510, silent));
  expect(happened(measured)).toEqual([]);
  expect(measured.slice(500).map(({ reading }) => reading)).toEqual(
    Array.from({ length: 10 }, () => null),
  );
});

test("whatever values come, readings are numbers", () => {
  const value = fc.oneof(
    fc.constantFrom(0, -0, Number.MIN_VALUE, 1, 1 + Number.EPSILON, LARGEST_VALUE, -LARGEST_VALUE),
    fc.double({ min: -LARGEST_VALUE, max: LARGEST_VALUE, noNaN: true }),
    fc.constant(null),
  );
  const values = fc.array(value, { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(values, fc.constantFrom("none", "day"), (values, season) => {
      const valueAt = (index: number) => values[(index * 7) % values.length] ?? null;
      const monitor = aMonitor({ season, bucket: 3600 });
      for (const { reading } of steps(monitor, series(400, valueAt, 3600))) {
        expect(Object.values(reading ?? {}).every(Number.isFinite)).toBe(true);
      }
    }),
    { numRuns: 20 },
  );
});

test.each([Number.NaN, Infinity, 1e308, -1e151])("%d is not learnt, and said so", (value) => {
  const [asked, other] = [aMonitor(), aMonitor()];
  const usual = series(300, orders());
  expect(steps(asked, usual)).toEqual(steps(other, usual));
  const next = { time: T0 + 300 * 300_000, value: 980 };
  expect(() => asked.step({ ...next, value })).toThrow(RangeError);
  expect(asked.step(next)).toEqual(other.step(next));
});

test("the same buckets lead to the same steps", () => {
  const valueAt = (index: number) => daily(index) + (index % 97 === 0 ? 5_000 : 0);
  const buckets = series(1_500, valueAt);
  expect(steps(aMonitor({}, 0, 3), buckets)).toEqual(steps(aMonitor({}, 0, 3), buckets));
});

test("a restart opens nothing, goes on with what is open, and scores as before", () => {
  const noise = createRandom(8);
  const wave = (index: number) =>
    500 +
    300 * Math.sin(index / 20) +
    100 * noise() +
    (index % 400 === 399 ? 900 : 0) +
    (index >= 3_480 ? 3_000 : 0);
  const buckets = series(4_000, wave);
  const before = aMonitor();
  const taken = steps(before, buckets);
  const [from, stop] = [1_000, 3_490];
  const kept = taken[stop - 1]?.alert;
  expect(kept?.type).toBe("open");

  const restarted = aMonitor();
  for (let index = from; index < stop; index++) {
    const bucket = buckets[index];
    if (bucket !== undefined) restarted.replay(bucket, taken[index]?.alert.type === "open");
  }
  if (kept !== undefined) restarted.resume(kept);
  const [first, ...rest] = steps(restarted, buckets.slice(stop));
  expect(first?.outcome.type).toBe("nothing");
  expect(first?.alert).toMatchObject({ type: "open", since: buckets[3_480]?.time });
  const scores = [first, ...rest].map((step) => step?.reading?.score ?? Number.NaN);
  expect(
    correlation(
      scores,
      taken.slice(stop).map(({ reading }) => reading?.score ?? Number.NaN),
    ),
  ).toBeGreaterThan(0.9);
});

test("a replay of strange things is silent, and they are strange no more", () => {
  const usual = orders();
  const monitor = aMonitor();
  for (const bucket of series(900, (index) => (index > 500 ? 4_000 : usual())))
    monitor.replay(bucket, false);
  const next = monitor.step({ time: T0 + 900 * 300_000, value: 4_000 });
  expect(next.outcome.type).toBe("nothing");
  expect(next.progress).toBe(1);
});

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanOne, meanOther] = [mean(one), mean(other)];
  let [both, first, second] = [0, 0, 0];
  for (const [index, value] of one.entries()) {
    const [a, b] = [value - meanOne, (other[index] ?? 0) - meanOther];
    [both, first, second] = [both + a * b, first + a * a, second + b * b];
  }
  return both / Math.sqrt(first * second);
}
