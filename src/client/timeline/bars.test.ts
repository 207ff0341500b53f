import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_BUCKETS } from "../../protocol/timeline.ts";
import { barAt, barsOf, type Bucket, NONE, totalOf } from "./bars.ts";
import { outlinesOf } from "./outlines.ts";
import { scaleOf, timeAt, WHOLE } from "./scale.ts";
import { spansOf } from "./spans.ts";

const NOW = Date.parse("2026-11-26T13:50:07.123Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const looks = fc
  .record({
    length: fc.integer({ min: 0, max: 15 * 365 * DAY }),
    from: fc.double({ min: 0, max: 0.9, noNaN: true }),
    part: fc.double({ min: 0.0001, max: 1, noNaN: true }),
    height: fc.integer({ min: 100, max: 2400 }),
  })
  .map(({ length, from, part, height }) => {
    const bounds = { first: NOW - length, now: NOW };
    const whole = scaleOf(WHOLE, bounds, height);
    const newest = timeAt(whole, from * height);
    const oldest = timeAt(whole, Math.min(from + part, 1) * height);
    return scaleOf(from < 0.1 ? WHOLE : { newest, oldest }, bounds, height);
  });
const offsets = fc.constantFrom(0, HOUR, -5 * HOUR, 5.5 * HOUR);
/** What was received last: the scale's clock may be behind it. */
const latest = fc.integer({ min: -MINUTE, max: MINUTE }).map((later) => NOW + later);

/** What the server answers for those spans, with one alert in each bucket. */
function bucketsFor(spans: ReturnType<typeof spansOf>): Bucket[] {
  return spans.flatMap(({ from, to, buckets }) => {
    const width = (to - from) / buckets;
    return Array.from({ length: buckets }, (_, index) => ({
      start: from + index * width,
      end: from + (index + 1) * width,
      counts: { ...NONE, info: 1 },
    })).toReversed();
  });
}

test("what is counted is all that is in view, each part once, never more than the server counts at once", () => {
  fc.assert(
    fc.property(looks, latest, offsets, (scale, until, offset) => {
      const spans = spansOf(scale, until, offset);
      expect(spans[0]?.to).toBeGreaterThanOrEqual(Math.min(timeAt(scale, 0), until));
      if (scale.top === 0) expect(spans[0]?.to).toBe(until);
      expect(spans[0]?.to).toBeLessThanOrEqual(until);
      expect(spans.at(-1)?.from).toBeLessThanOrEqual(timeAt(scale, scale.height));
      for (const [index, { from, to, buckets }] of spans.entries()) {
        if (index > 0) expect(spans[index - 1]?.from).toBe(to);
        expect(buckets).toBeGreaterThan(0);
        expect(buckets).toBeLessThanOrEqual(MAX_BUCKETS);
        const width = (to - from) / buckets;
        expect(Number.isInteger(width)).toBe(true);
        // Only what is shorter than a minute is counted to the millisecond.
        if (width >= MINUTE) expect([from % MINUTE, width % MINUTE].map(Math.abs)).toEqual([0, 0]);
      }
    }),
    { numRuns: 300 },
  );
});

test("bars are few, lose no alert in view, and stand one below the other", () => {
  fc.assert(
    fc.property(looks, offsets, (scale, offset) => {
      const buckets = bucketsFor(spansOf(scale, NOW, offset));
      const bars = barsOf(scale, buckets, offset);
      const [newest, oldest] = [timeAt(scale, 0), timeAt(scale, scale.height)];
      const inView = buckets.filter(({ start, end }) => start < newest && end > oldest);
      expect(bars.reduce((sum, { counts }) => sum + totalOf(counts), 0)).toBe(inView.length);
      expect(bars.length).toBeLessThan(600);
      for (const [index, bar] of bars.entries()) {
        if (index > 0) expect(bar.end).toBeLessThanOrEqual(bars[index - 1]?.start ?? 0);
        expect(barAt(scale, bars, bar.start, offset)).toBe(bar);
      }
    }),
    { numRuns: 200 },
  );
});

test("bars begin with the hours and days of the reader", () => {
  const scale = scaleOf(WHOLE, { first: NOW - 1000 * DAY, now: NOW }, 800);
  const offset = 5.5 * HOUR;
  const bars = barsOf(scale, bucketsFor(spansOf(scale, NOW, offset)), offset);
  const days = bars.filter(({ step, start, end }) => step === DAY && end - start === DAY);
  expect(days.length).toBeGreaterThan(5);
  for (const { start } of days) expect((start + offset) % DAY).toBe(0);
});

test("where there is no bar, the step there has no alerts", () => {
  const scale = scaleOf(WHOLE, { first: NOW - DAY, now: NOW }, 800);
  const { start, end, counts } = barAt(scale, [], NOW - HOUR, 0);
  expect(counts).toEqual(NONE);
  expect(start).toBeLessThanOrEqual(NOW - HOUR);
  expect(end).toBeGreaterThan(NOW - HOUR);
});

test("the worst stands outermost, one alert can be seen, and nothing is drawn of none", () => {
  const scale = scaleOf(WHOLE, { first: NOW - DAY, now: NOW }, 800);
  const bar = { start: NOW - HOUR, end: NOW - HOUR / 2, step: HOUR / 2 };
  const counts = { critical: 1, error: 0, warning: 0, info: 1000 };
  const { critical, error, info } = outlinesOf(scale, [{ ...bar, counts }], 50);
  expect(error).toBe("");
  expect(critical).toMatch(/^M48\.0 [\d.]+H50\.0v/u);
  expect(info).toMatch(/^M0\.0 [\d.]+H48\.0v/u);
  expect(outlinesOf(scale, [{ ...bar, counts: NONE }], 50).info).toBe("");
});
