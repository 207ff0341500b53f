import fc from "fast-check";
import { expect, test } from "vitest";
import { SEVERITIES } from "../../../../domain/alert.ts";
import { EVERYTHING, matches, readFilter } from "../../../../domain/filter.ts";
import { T0 } from "../../../../domain/history.arbitrary.ts";
import { openScratch } from "../database.fixture.ts";
import { arbitraryDeed, hostileFilter } from "./hostile.arbitrary.ts";

const seconds = fc.integer({ min: -100, max: 3000 }).map((second) => T0 + second * 1000 + 7);
const minutes = fc.integer({ min: -2, max: 50 }).map((minute) => T0 + minute * 60_000);
const time = fc.option(fc.oneof(seconds, minutes));
const span = fc
  .record({ from: time, to: time, buckets: fc.integer({ min: 1, max: 20 }) })
  .filter(({ from, to }) => from === null || to === null || from < to);

/** What the counts know as well as the alerts do. */
const ofSeverities = fc
  .subarray([...SEVERITIES, "info" as const], { minLength: 1 })
  .map((severity) => readFilter({ severity }));

test("each bucket counts the alerts received in it, and together they cover what was asked for", () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryDeed, { minLength: 1, maxLength: 25, size: "max" }),
      fc.integer({ min: 1, max: 90_000 }),
      fc.oneof(hostileFilter, fc.constant(EVERYTHING), ofSeverities),
      span,
      (deeds, apart, filter, span) => {
        using scratch = openScratch();
        scratch.perform(deeds, apart);
        const { alerts } = scratch.reads.changedSince(0, 100);
        const wanted = alerts.filter((alert) => matches(filter, alert));
        const { buckets } = scratch.timeline(filter, span);
        expect(buckets.length).toBeLessThanOrEqual(span.buckets);
        for (const [index, { start, end, ...counted }] of buckets.entries()) {
          const received = wanted.filter(
            ({ receivedAt }) => receivedAt >= start && receivedAt < end,
          );
          const counts = SEVERITIES.map((severity) => [
            severity,
            received.filter((alert) => alert.severity === severity).length,
          ]);
          expect(counted).toEqual(Object.fromEntries(counts));
          expect(start < end).toBe(true);
          if (index > 0) expect(buckets[index - 1]?.end).toBe(start);
        }
        const [first, last] = [buckets[0], buckets.at(-1)];
        if (first === undefined || last === undefined) return;
        // The first alerts may have been removed for good.
        const oldest = Math.min(...alerts.map(({ receivedAt }) => Date.parse(receivedAt)));
        const from = span.from ?? oldest;
        expect(Date.parse(first.start)).toBeLessThanOrEqual(from);
        if (span.to !== null) {
          expect(Date.parse(last.start)).toBeLessThan(span.to);
          expect(Date.parse(last.end)).toBeGreaterThanOrEqual(span.to);
        }
        if (span.to === null)
          for (const { receivedAt } of wanted) expect(receivedAt < last.end).toBe(true);
      },
    ),
    { numRuns: 80 },
  );
});
