import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { EVERYTHING } from "../../domain/filter.ts";
import type { Telling } from "./gathering.ts";
import { startHub } from "./hub.model.ts";
import { GATHER } from "./limits.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const time = fc.oneof(fc.constantFrom(0, 5), fc.nat({ max: 400 }));
/**
 * A change comes so long (ms) after the one before, and from then on it takes so much processor time to tell everyone, and
 * other programs hold that up for so long.
 */
const step = fc.record({
  after: fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 30 }) }, fc.nat({ max: 2_000 })),
  takes: time,
  held: time,
});

const NEVER: Telling = { begun: -Infinity, ended: -Infinity, used: 0 };
/** Timers have whole milliseconds, of which the shortest is one. */
const ROUNDED = 1;

test("nothing waits long or is lost, no second has more than twenty frames, and others are served", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
      vi.clearAllTimers();
      const { log, commit, join } = startHub();
      const client = join();
      const changes: number[] = [];
      for (const { after, takes, held } of steps) {
        await vi.advanceTimersByTimeAsync(after);
        Object.assign(client, { takes, held });
        commit(anAlert({ id: changes.length + 1 }));
        changes.push(Date.now());
      }
      await vi.advanceTimersByTimeAsync(10_000);

      expect(client.rows).toEqual(log.rows(EVERYTHING));
      const [, ...told] = client.sendings;
      expect(client.diffs).toHaveLength(told.length);
      for (const [index, { begun }] of told.entries()) {
        const change = changes[client.diffs[index]?.from ?? NaN] ?? NaN;
        const last = told[index - 1] ?? NEVER;
        const latest = Math.max(last.begun + GATHER, last.ended + 2 * last.used);
        expect(begun).toBeGreaterThanOrEqual(latest);
        expect(begun).toBeLessThanOrEqual(Math.max(change, latest) + ROUNDED);
      }
    }),
  );
});
