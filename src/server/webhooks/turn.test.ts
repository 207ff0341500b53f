import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newHealth } from "./schedule.ts";
import { type Endpoint, hasPlenty, nextTurnAt, type Pending, PLENTY, turnOf } from "./turn.ts";

const NOW = 1_000_000;
const WELL = { ...newHealth(0), lastSuccessAt: 1 };

function pending(seq: number, alert: number, due = 0, webhook = 1): Pending {
  return { webhook, seq, alert, due };
}

function endpoint(events: readonly Pending[], fields: Partial<Endpoint> = {}): Endpoint {
  return {
    webhook: events[0]?.webhook ?? 1,
    health: WELL,
    inFlight: 4,
    pending: events,
    underWay: new Set(),
    ...fields,
  };
}

function seqs(...endpoints: Endpoint[]): number[] {
  return turnOf(endpoints, NOW).map(({ seq }) => seq);
}

describe("of one alert", () => {
  test("the earliest event goes, and no later one", () => {
    expect(seqs(endpoint([pending(1, 7), pending(2, 7), pending(3, 8)]))).toEqual([1, 3]);
  });

  test("no later one goes while the earliest waits", () => {
    expect(seqs(endpoint([pending(1, 7, NOW + 1), pending(2, 7), pending(3, 8)]))).toEqual([3]);
  });

  test("no later one goes while the earliest is under way", () => {
    const events = [pending(1, 7), pending(2, 7), pending(3, 8)];
    expect(seqs(endpoint(events, { underWay: new Set([7]) }))).toEqual([3]);
  });

  test("each endpoint has its own order", () => {
    const waiting = endpoint([pending(1, 7, NOW + 1, 1), pending(2, 7, 0, 1)]);
    expect(seqs(waiting, endpoint([pending(1, 7, 0, 2), pending(2, 7, 0, 2)]))).toEqual([1]);
  });
});

describe("at most", () => {
  const ten = Array.from({ length: 10 }, (_, i) => pending(i + 1, i + 1));

  test("so many are under way to an endpoint", () => {
    expect(seqs(endpoint(ten))).toEqual([1, 2, 3, 4]);
    expect(seqs(endpoint(ten, { inFlight: 1 }))).toEqual([1]);
    expect(seqs(endpoint(ten, { underWay: new Set([1, 2, 3]) }))).toEqual([4]);
  });

  test("one is, to an endpoint that fails", () => {
    const health = { ...newHealth(0), failures: 5 };
    expect(seqs(endpoint(ten, { health }))).toEqual([1]);
    expect(seqs(endpoint(ten, { health, underWay: new Set([1]) }))).toEqual([]);
  });

  test("none is, to one that is paused or left alone", () => {
    expect(seqs(endpoint(ten, { health: { ...newHealth(0), paused: "gone" } }))).toEqual([]);
    expect(seqs(endpoint(ten, { health: { ...newHealth(0), notBefore: NOW + 1 } }))).toEqual([]);
    expect(seqs(endpoint(ten, { health: { ...newHealth(0), notBefore: NOW } }))).toHaveLength(4);
  });

  test("32 are in all, and those with the least under way come first", () => {
    const many = Array.from({ length: 40 }, (_, webhook) =>
      endpoint([pending(1, 1, 0, webhook), pending(2, 2, 0, webhook)], {
        underWay: webhook < 20 ? new Set([99]) : new Set(),
      }),
    );
    const turn = turnOf(many, NOW);
    expect(turn).toHaveLength(12);
    expect(turn.every(({ webhook }) => webhook >= 20)).toBe(true);
  });
});

describe.each([
  ["whose last request failed", { ...WELL, failures: 1 }],
  ["that were never sent anything", newHealth(0)],
])("endpoints %s", (_, health) => {
  const failing = (webhook: number, fields: Partial<Endpoint> = {}) =>
    endpoint([pending(1, 1, 0, webhook)], { health, ...fields });
  const many = Array.from({ length: 40 }, (_, webhook) => failing(webhook));

  test("have half of the room, however early they are due, and the others have all that is left", () => {
    const well = Array.from({ length: 40 }, (_, n) => endpoint([pending(1, 1, 9, 100 + n)]));
    const turn = turnOf([...many, ...well], NOW);
    expect(turn).toHaveLength(32);
    expect(turn.filter(({ webhook }) => webhook < 40)).toHaveLength(16);
    expect(turnOf(many, NOW)).toHaveLength(16);
    expect(turnOf(well, NOW)).toHaveLength(32);
  });

  test("have that with what is under way to them, and to them alone", () => {
    const busy = Array.from({ length: 4 }, (_, n) =>
      failing(100 + n, { underWay: new Set([7, 8, 9]) }),
    );
    expect(turnOf([...many, ...busy], NOW)).toHaveLength(4);
    const well = busy.map((one) => ({ ...one, health: WELL, pending: [] }));
    expect(turnOf([...many, ...well], NOW)).toHaveLength(16);
  });
});

test("what waits for another of its alert, for a time, or for one that may be dead is not plenty to send", () => {
  const alerts = Array.from({ length: PLENTY }, (_, i) => pending(i + 1, i + 1));
  const first = pending(1, 1);
  expect(hasPlenty(endpoint(alerts), NOW)).toBe(true);
  expect(hasPlenty(endpoint(alerts, { health: newHealth(0) }), NOW)).toBe(false);
  expect(hasPlenty(endpoint(alerts, { underWay: new Set([1]) }), NOW)).toBe(false);
  expect(hasPlenty(endpoint([pending(1, 1, NOW + 1), ...alerts.slice(1)]), NOW)).toBe(false);
  expect(hasPlenty(endpoint(alerts.map(({ seq }) => ({ ...first, seq }))), NOW)).toBe(false);
});

test("the next time is that of the earliest that waits for nothing but time", () => {
  const next = (...endpoints: Endpoint[]) => nextTurnAt(endpoints, 0);
  expect(next()).toBeNull();
  expect(next(endpoint([pending(1, 7, 50), pending(2, 7, 10), pending(3, 8, 60)]))).toBe(50);
  expect(next(endpoint([pending(1, 7, 50)], { underWay: new Set([7]) }))).toBeNull();
  expect(next(endpoint([pending(1, 7, 50)], { health: { ...newHealth(0), notBefore: 90 } }))).toBe(
    90,
  );
  expect(
    next(endpoint([pending(1, 7, 50)], { health: { ...newHealth(0), paused: "gone" } })),
  ).toBeNull();
});

test("what waits for a time behind another of its alert is no reason to ask again", () => {
  const busy = endpoint([pending(1, 1), pending(2, 1, NOW + 9)], { inFlight: 2 });
  expect(nextTurnAt([{ ...busy, underWay: new Set([7]) }], NOW)).toBeNull();
});

test("what is due and waits for room hides no time at which another is due", () => {
  const full = endpoint([pending(1, 1), pending(2, 2)], { inFlight: 1, underWay: new Set([1]) });
  expect(nextTurnAt([full, endpoint([pending(3, 1, NOW + 9, 2)])], NOW)).toBe(NOW + 9);
});

test("whatever fails and however long, each event arrives, and those of an alert in order", () => {
  const event = fc.record({
    alert: fc.integer({ min: 1, max: 3 }),
    webhook: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 30 }),
      fc.infiniteStream(fc.nat(9)),
      (events, dice) => {
        let rows = events.map(({ alert, webhook }, index) => pending(index + 1, alert, 0, webhook));
        const underWay: Pending[] = [];
        const arrived: Pending[] = [];
        for (let now = 0; rows.length > 0; now++) {
          const endpoints = [1, 2, 3].map((webhook) =>
            endpoint(
              rows.filter((row) => row.webhook === webhook),
              {
                webhook,
                inFlight: 2,
                underWay: new Set(
                  underWay.filter((row) => row.webhook === webhook).map(({ alert }) => alert),
                ),
              },
            ),
          );
          underWay.push(...turnOf(endpoints, now, 4));
          expect(underWay.length).toBeLessThanOrEqual(4);
          // One of those that are under way ends, now this, now that, and it may have failed.
          const die = dice.next().value ?? 0;
          const [ended] = underWay.splice(die % Math.max(1, underWay.length), 1);
          if (ended === undefined) continue;
          const isTaken = die < 5;
          if (isTaken) arrived.push(ended);
          rows = rows.flatMap((row) => {
            if (row.seq !== ended.seq) return [row];
            return isTaken ? [] : [{ ...row, due: now + die }];
          });
        }
        expect(arrived.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
          events.map((_, i) => i + 1),
        );
        for (const [index, { seq, alert, webhook }] of arrived.entries()) {
          const later = arrived
            .slice(index)
            .filter((one) => one.alert === alert && one.webhook === webhook);
          expect(later.every((one) => one.seq >= seq)).toBe(true);
        }
      },
    ),
  );
});
