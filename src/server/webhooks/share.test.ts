import fc from "fast-check";
import { expect, test } from "vitest";
import {
  BUSY,
  createShare,
  type Fared,
  JUDGE_EVERY,
  LEAST,
  LONGEST_REST,
  MOST_CREDIT,
  SPARE,
} from "./share.ts";

/** Pieces of work that take so long (ms), always with another behind it. */
const pieces = fc.array(fc.double({ min: 0.1, max: 30, noNaN: true }), {
  minLength: 1,
  maxLength: 20,
});
const partOf = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Does them over and over for so long (ms), beside a server that fares so in each ms. */
function workFor(time: number, work: readonly number[], faresAt: (at: number) => Fared) {
  let now = 0;
  let fared: Fared = { ran: 0, waited: 0 };
  // One that does nothing, and one that is busy; from time to time there is another.
  const server = () =>
    new Map([
      [1, { ran: 7, waited: 3 }],
      [2, fared],
      [3 + Math.floor(now), { ran: 0, waited: 0 }],
    ]);
  let worked = 0;
  const rests: number[] = [];
  const share = createShare({ now: () => now, server, worked: () => worked });

  function pass(span: number): void {
    const { ran, waited } = faresAt(now);
    fared = { ran: fared.ran + ran * span, waited: fared.waited + waited * span };
    now += span;
  }

  for (let done = 0; now < time;) {
    const rest = share.rest();
    rests.push(rest);
    if (rest > 0) {
      pass(rest);
    } else {
      const piece = work[done % work.length] ?? 1;
      done += 1;
      worked += piece;
      pass(piece);
    }
  }
  return { now, worked, rests };
}

// A hundredth beside the bounds, since time that is added up is not exact.
test("beside a server that hardly waits it never rests, however busy that is", () => {
  fc.assert(
    fc.property(pieces, partOf(0, 0.99 * SPARE), partOf(0, 1), (work, waited, ran) => {
      expect(new Set(workFor(5_000, work, () => ({ ran, waited })).rests)).toEqual(new Set([0]));
    }),
  );
});

test("nor beside one that others keep waiting, and that has little to do", () => {
  fc.assert(
    fc.property(pieces, partOf(0, 0.99 * BUSY), partOf(0, 1), (work, wanted, waits) => {
      const fares = { ran: wanted * (1 - waits), waited: wanted * waits };
      expect(new Set(workFor(5_000, work, () => fares).rests)).toEqual(new Set([0]));
    }),
  );
});

test("beside one that is busy and waits it has its least share, no more and no less", () => {
  fc.assert(
    fc.property(pieces, partOf(1.01 * SPARE, 1), partOf(1.01 * BUSY, 1), (work, waited, wanted) => {
      const fares = { ran: Math.max(0, wanted - waited), waited };
      const { now, worked, rests } = workFor(60_000, work, () => fares);
      const longest = Math.max(...work);
      // Until it was judged three times it had more.
      const before = MOST_CREDIT + (1 + 1 / 4 + 1 / 16) * (JUDGE_EVERY + longest);
      expect(worked).toBeLessThan(LEAST * now + before + longest);
      expect(worked).toBeGreaterThan(LEAST * now - longest);
      expect(Math.max(...rests)).toBeLessThanOrEqual(LONGEST_REST);
    }),
  );
});

test("once the server leaves something it has all of its time again after six rests at most", () => {
  const busyFor = 10_000;
  fc.assert(
    fc.property(pieces, (work) => {
      const fares = (at: number) => (at < busyFor ? { ran: 0, waited: 1 } : { ran: 1, waited: 0 });
      const before = workFor(busyFor, work, fares).worked;
      const { now, worked } = workFor(busyFor + 2_000, work, fares);
      expect(worked - before).toBeGreaterThan(now - busyFor - 6 * LONGEST_REST);
    }),
  );
});

test("the little that there is to do after a quiet time is done at once, however busy the machine is", () => {
  let now = 0;
  let worked = 0;
  const server = () => new Map([[1, { ran: 0, waited: now }]]);
  const share = createShare({ now: () => now, server, worked: () => worked });
  const rests: number[] = [];
  for (let event = 0; event < 100; event++) {
    now += 1_000;
    rests.push(share.rest());
    worked += MOST_CREDIT;
  }
  expect(new Set(rests)).toEqual(new Set([0]));
  // However long that was, no more is.
  now += 3_600_000;
  expect(share.rest()).toBe(0);
  worked += MOST_CREDIT + 1;
  expect(share.rest()).toBeGreaterThan(0);
});
