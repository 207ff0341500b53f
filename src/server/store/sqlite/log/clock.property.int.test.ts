import fc from "fast-check";
import { expect, test } from "vitest";
import { openScratch } from "../database.fixture.ts";
import { arbitraryDeed } from "../queries/hostile.arbitrary.ts";

const HOUR = 3_600_000;

/** Deeds, before each of which the clock is set forth or back by so many ms. */
const arbitrarySteps = fc.array(
  fc.tuple(arbitraryDeed, fc.oneof(fc.integer({ min: -2 * HOUR, max: 2 * HOUR }), fc.constant(0))),
  { maxLength: 40, size: "max" },
);

test("whatever the clock does, nothing is recorded before what was recorded before it", () => {
  fc.assert(
    fc.property(arbitrarySteps, (steps) => {
      using scratch = openScratch();
      for (const [deed, step] of steps) scratch.perform([deed], step);
      const { $client: db } = scratch.tables;
      const column = (sql: string) => db.prepare(sql).pluck().all().map(Number);
      for (const times of [
        column("select recorded_at from events order by seq"),
        column("select received_at from alerts order by id"),
      ]) {
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }
      // Nor is an alert seen for the last time before it was received.
      expect(column("select id from alerts where last_seen_at < received_at")).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
