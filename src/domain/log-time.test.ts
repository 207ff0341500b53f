import fc from "fast-check";
import { expect, test } from "vitest";
import { type LogTime, timeAfter } from "./log-time.ts";

/** Ways (ms) that the machine's clock goes between two readings. */
const arbitrarySteps = fc.array(fc.integer({ min: -10_000_000, max: 10_000_000 }), {
  maxLength: 50,
});

function readings(steps: readonly number[]): LogTime[] {
  let real = 1e12;
  let read: LogTime | null = null;
  return steps.map((step) => {
    real += step;
    return (read = timeAfter(read, real, Math.floor(read?.time ?? 0)));
  });
}

test("never goes back, nor behind the machine's clock", () => {
  fc.assert(
    fc.property(arbitrarySteps, (steps) => {
      let last = 0;
      for (const { real, time } of readings(steps)) {
        expect(time).toBeGreaterThanOrEqual(Math.max(real, last));
        last = time;
      }
    }),
  );
});

test("never stands still while time passes, however often it is read, and is caught up with", () => {
  const ahead = 3_600_000;
  let read = timeAfter(null, 0, ahead);
  for (let real = 1; real <= ahead; real += 1) {
    const next = timeAfter(read, real, Math.floor(read.time));
    if (next.time <= read.time) throw new Error(`it stands still at ${real}`);
    read = next;
  }
  expect(read.time).toBe(1.5 * ahead);
  expect(timeAfter(read, 2 * ahead, Math.floor(read.time)).time).toBe(2 * ahead);
});
