import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  afterAttempt,
  type Ended,
  type Health,
  inFlightOf,
  newHealth,
  SCHEDULE,
} from "./schedule.ts";

const NOW = Date.parse("2026-11-26T12:00:00.000Z");
const SECOND = 1000;
const HOUR = 3_600_000;
const MIDDLE = 0.5;

function ended(fields: Partial<Ended> = {}): Ended {
  return {
    outcome: "failed",
    status: 500,
    retryAfter: null,
    attempt: 1,
    firstAt: NOW,
    finals: [],
    ...fields,
  };
}

const DELIVERED = { outcome: "delivered", status: 200 } as const;

describe("an event that was not taken", () => {
  test.each([
    [1, 5],
    [2, 30],
    [3, 120],
    [4, 600],
    [5, 1800],
    [6, 7200],
    [7, 18_000],
    [8, 36_000],
    [9, 86_400],
    [10, 86_400],
    [50, 86_400],
  ])("at attempt %i is sent again after %i s, give or take a fifth", (attempt, seconds) => {
    const due = (random: number) => {
      const { next } = afterAttempt(newHealth(NOW), ended({ attempt }), NOW, random);
      if (next.type !== "retry") throw new Error("it is to be sent again");
      return (next.due - NOW) / SECOND;
    };
    expect([due(0), due(MIDDLE)]).toEqual([seconds * 0.8, seconds]);
    expect(due(1 - Number.EPSILON)).toBeCloseTo(seconds * 1.2, 3);
  });

  test("is sent at once the first time, and ten times in two days", () => {
    expect(SCHEDULE).toHaveLength(10);
    expect(SCHEDULE[0]).toBe(0);
    expect(SCHEDULE.reduce<number>((sum, time) => sum + time, 0)).toBeLessThan(48 * HOUR);
  });

  test("is given up where the receiver took others since, and not where it took none", () => {
    const last = ended({ attempt: 10, firstAt: NOW - 42 * HOUR });
    const health = (lastSuccessAt: number | null): Health => ({
      ...newHealth(NOW - 99 * HOUR),
      lastSuccessAt,
    });
    const next = (lastSuccessAt: number | null) =>
      afterAttempt(health(lastSuccessAt), last, NOW, MIDDLE).next.type;
    expect(next(NOW - HOUR)).toBe("given-up");
    expect(next(NOW - 50 * HOUR)).toBe("retry");
    expect(next(null)).toBe("retry");
  });

  test("is given up at once after an answer that is final", () => {
    const { next, health } = afterAttempt(
      newHealth(NOW),
      ended({ status: 400, finals: [400] }),
      NOW,
      MIDDLE,
    );
    expect(next).toEqual({ type: "given-up" });
    expect(health.failures).toBe(1);
  });
});

test("an event that was taken is done, and its endpoint is well", () => {
  const ill = { ...newHealth(NOW - HOUR), failures: 7, notBefore: NOW + HOUR };
  expect(afterAttempt(ill, ended(DELIVERED), NOW, MIDDLE)).toEqual({
    health: { failures: 0, since: NOW - HOUR, lastSuccessAt: NOW, notBefore: 0, paused: null },
    next: { type: "done" },
    isBack: true,
  });
  expect(afterAttempt(newHealth(NOW), ended(DELIVERED), NOW, MIDDLE).isBack).toBe(false);
});

describe("Retry-After", () => {
  test.each([429, 503])("of a %i is obeyed for the endpoint", (status) => {
    const { health } = afterAttempt(
      newHealth(NOW),
      ended({ status, retryAfter: "600" }),
      NOW,
      MIDDLE,
    );
    expect(health.notBefore).toBe(NOW + 600 * SECOND);
    expect(health.paused).toBeNull();
  });

  test.each([500, 404, 301])("of a %i is not", (status) => {
    const { health } = afterAttempt(
      newHealth(NOW),
      ended({ status, retryAfter: "600" }),
      NOW,
      MIDDLE,
    );
    expect(health.notBefore).toBe(NOW);
  });

  test("is not forgotten because another request failed otherwise", () => {
    const first = afterAttempt(
      newHealth(NOW),
      ended({ status: 429, retryAfter: "600" }),
      NOW,
      MIDDLE,
    );
    const second = afterAttempt(first.health, ended(), NOW + 1, MIDDLE);
    expect(second.health.notBefore).toBe(NOW + 600 * SECOND);
  });
});

describe("an endpoint is paused", () => {
  test("at once by 410", () => {
    const { health, next } = afterAttempt(newHealth(NOW), ended({ status: 410 }), NOW, MIDDLE);
    expect(health.paused).toBe("gone");
    expect(next.type).toBe("retry");
  });

  test("at once where the guard refuses its address", () => {
    const refused = ended({ outcome: "refused", status: null });
    expect(afterAttempt(newHealth(NOW), refused, NOW, MIDDLE).health.paused).toBe(
      "address-refused",
    );
  });

  test.each([
    [72, 9, "failing"],
    [72, 8, null],
    [71, 9, null],
    [71, 500, null],
  ])("%i hours after its last success with %i failures before: %s", (hours, failures, paused) => {
    const health = { ...newHealth(NOW - 999 * HOUR), lastSuccessAt: NOW - hours * HOUR, failures };
    expect(afterAttempt(health, ended(), NOW, MIDDLE).health.paused).toBe(paused);
  });

  test("no sooner because it was paused before", () => {
    const resumed = { ...newHealth(NOW), lastSuccessAt: NOW - 99 * HOUR, failures: 20 };
    expect(afterAttempt(resumed, ended(), NOW + HOUR, MIDDLE).health.paused).toBeNull();
  });

  test("and stays so, whatever was still under way", () => {
    const paused = { ...newHealth(NOW), paused: "gone" as const };
    expect(afterAttempt(paused, ended(DELIVERED), NOW, MIDDLE).health.paused).toBe("gone");
    expect(afterAttempt(paused, ended(), NOW, MIDDLE).health.paused).toBe("gone");
    const byHand = { ...paused, paused: "by-hand" as const };
    const gone = afterAttempt(byHand, ended({ status: 410 }), NOW, MIDDLE);
    expect(gone.health.paused).toBe("by-hand");
    expect(inFlightOf(paused, 4)).toBe(0);
  });
});

test("after five failures in a row it is left alone for longer and longer, and asked once at a time", () => {
  let health = newHealth(NOW);
  const rests: number[] = [];
  for (let failure = 1; failure <= 10; failure++) {
    health = afterAttempt({ ...health, notBefore: 0 }, ended(), NOW, MIDDLE).health;
    rests.push((health.notBefore - NOW) / SECOND);
    expect(inFlightOf(health, 4)).toBe(failure >= 5 ? 1 : 4);
  }
  expect(rests).toEqual([0, 0, 0, 0, 30, 120, 600, 1800, 1800, 1800]);
  expect(inFlightOf(health, 1)).toBe(1);
});

test("an endpoint that fails for ever is paused, within a day of the third, and no event is given up", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 5 }),
      (dice) => {
        let health = newHealth(NOW);
        let now = NOW;
        for (let attempt = 1; health.paused === null; attempt++) {
          const random = dice[attempt % dice.length] ?? 0;
          const after = afterAttempt(health, ended({ attempt, firstAt: NOW }), now, random);
          if (after.next.type !== "retry") throw new Error("an event was given up");
          health = after.health;
          if (health.paused === null) now = Math.max(after.next.due, health.notBefore);
        }
        expect(health.failures).toBeGreaterThanOrEqual(10);
        expect((now - NOW) / HOUR).toBeGreaterThanOrEqual(72);
        expect((now - NOW) / HOUR).toBeLessThan(72 + 24 * 1.2);
      },
    ),
  );
});
