import fc from "fast-check";
import { expect, test } from "vitest";
import { createTokenBucket } from "./token-bucket.ts";

test("lets a burst through, then so many a second", () => {
  let now = 5_000;
  const { take } = createTokenBucket({ burst: 3, perSecond: 10 }, () => now);
  const tries = (count: number) => Array.from({ length: count }, take);
  expect(tries(5)).toEqual([true, true, true, false, false]);
  now += 99;
  expect(tries(1)).toEqual([false]);
  now += 1;
  expect(tries(2)).toEqual([true, false]);
  now += 60_000;
  expect(tries(4)).toEqual([true, true, true, false]);
});

test("whenever they come, never more than the burst and the rate pass, and never fewer", () => {
  const rate = fc.record({
    burst: fc.integer({ min: 1, max: 20 }),
    perSecond: fc.integer({ min: 1, max: 100 }),
  });
  const pauses = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(rate, pauses, ({ burst, perSecond }, pauses) => {
      let now = 0;
      const { take } = createTokenBucket({ burst, perSecond }, () => now);
      let passed = 0;
      let refused = false;
      for (const pause of pauses) {
        now += pause;
        if (take()) passed += 1;
        else refused = true;
      }
      const allowed = burst + (now * perSecond) / 1000;
      expect(passed).toBeLessThanOrEqual(allowed + 1e-6);
      if (!refused) expect(passed).toBe(pauses.length);
    }),
  );
});

test("what is given back can be taken once more, and never makes more than the burst", () => {
  const { take, giveBack } = createTokenBucket({ burst: 1, perSecond: 1 }, () => 0);
  giveBack();
  expect(take()).toBe(true);
  expect(take()).toBe(false);
  giveBack();
  expect(take()).toBe(true);
  expect(take()).toBe(false);
});
