import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bucket, NONE, totalOf } from "./bars.ts";
import {
  answer,
  answerPart,
  arrive,
  ask,
  bucketsOf,
  covers,
  giveUp,
  type Histogram,
  NOTHING,
} from "./histogram.ts";

const T0 = Date.parse("2026-11-26T12:00:00Z");

type Happening =
  | { type: "arrives"; after: number }
  | { type: "asks" }
  | { type: "answers" }
  | { type: "fails" };
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ type: fc.constant("arrives" as const), after: fc.integer({ min: 1, max: 30_000 }) }),
  fc.record({ type: fc.constantFrom("asks" as const, "answers" as const, "fails" as const) }),
);

test("whenever the server is asked and answers, each alert is counted once", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
      let histogram: Histogram = NOTHING;
      let now = T0;
      const received = [T0];
      let until = 0;
      let isAnswered = false;
      for (const one of happenings) {
        switch (one.type) {
          case "arrives":
            now += one.after;
            received.push(now);
            histogram = arrive(histogram, [{ time: now, severity: "error" }]);
            break;
          case "asks":
            until = now + 1;
            histogram = ask(histogram, until);
            break;
          case "answers":
            if (histogram.asked === null) break;
            histogram = answer(histogram, [
              countOf(
                received.filter((time) => time < until),
                until,
              ),
            ]);
            isAnswered = true;
            break;
          case "fails":
            histogram = giveUp(histogram);
            break;
          default:
            one satisfies never;
        }
      }
      const buckets = bucketsOf(histogram);
      const total = buckets.reduce((sum, { counts }) => sum + totalOf(counts), 0);
      const told = histogram.asked ? received.filter((time) => time >= until) : [];
      expect(total).toBe(isAnswered ? received.length : told.length);
      for (const [index, { start, end }] of buckets.entries()) {
        expect(start).toBeLessThan(end);
        if (index > 0) expect(end).toBeLessThanOrEqual(buckets[index - 1]?.start ?? 0);
      }
    }),
  );
});

function countOf(times: readonly number[], end: number): Bucket {
  return { start: T0 - 1000, end, counts: { ...NONE, error: times.length } };
}

test("what arrives is counted by its severity, in the ten seconds in which it was received", () => {
  const begun = answer(ask(NOTHING, T0 + 1), []);
  const arrivals = [
    { time: T0 + 1, severity: "info" },
    { time: T0 + 9999, severity: "critical" },
    { time: T0 + 10_000, severity: "info" },
  ] as const;
  expect(bucketsOf(arrive(begun, arrivals))).toEqual([
    { start: T0 + 10_000, end: T0 + 20_000, counts: { ...NONE, info: 1 } },
    { start: T0 + 1, end: T0 + 10_000, counts: { ...NONE, info: 1, critical: 1 } },
  ]);
});

test("a part of what is being counted is known where nothing else is, and takes no whole's place", () => {
  const part = countOf([T0 - 1], T0);
  const asked = answerPart(ask(NOTHING, T0), [part]);
  const arrived = arrive(asked, [{ time: T0 + 1, severity: "error" }]);
  expect(bucketsOf(arrived).map(({ counts }) => totalOf(counts))).toEqual([1, 1]);
  expect([T0 + 1, T0 - 1].map((time) => covers(arrived, time))).toEqual([true, true]);
  expect(bucketsOf(giveUp(arrived))).toEqual([]);

  const whole = answer(arrived, [countOf([T0 - 1, T0 - 2], T0)]);
  const again = answerPart(ask(whole, T0 + 2), []);
  expect(bucketsOf(again)).toEqual(bucketsOf(whole));
});

test("it is known what was counted or told, and nothing between or before", () => {
  const counted = { start: T0 - 2000, end: T0 - 1000, counts: NONE };
  const histogram = answer(ask(NOTHING, T0), [counted]);
  const known = [-2001, -2000, -1000, -1, 0, 99_000].map((at) => covers(histogram, T0 + at));
  expect(known).toEqual([false, true, false, false, true, true]);
  expect(covers(NOTHING, T0)).toBe(false);
});
