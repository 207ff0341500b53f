import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { EVERYTHING, readFilter } from "../../domain/filter.ts";
import { Client, startHub } from "./hub.model.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const CRITICAL = readFilter({ severity: ["critical"] });
const LARGE = { description: "x".repeat(60_000) };

/** A hub whose log has more than its memory, and clients that have seen nothing of it. */
function restarted(clients: number, filter = EVERYTHING) {
  const world = startHub({
    frame: { rows: 500, bytes: 262_144 },
    tail: { rows: 100, bytes: 1_000_000 },
  });
  const away = range(1, clients).map(() => new Client(world.hub).read(world.log, filter));
  const settle = () => void vi.advanceTimersByTime(900);
  return { ...world, away, settle };
}

describe("those who come back together", () => {
  test("are sent the same bytes, for which the log was read once", () => {
    const { log, away, commit, settle, counts } = restarted(60);
    for (const _ of range(1, 3)) commit(...range(1, 200).map((id) => anAlert({ id })));
    settle();
    for (const client of away) client.subscribe();
    settle();
    expect(log.reads).toBe(1);
    expect(new Set(away.map(({ sent }) => sent.at(-1))).size).toBe(1);
    expect(counts).toMatchObject({ read: ["log"], sent: 60 });
    for (const client of away) expect(client.rows).toEqual(log.rows(EVERYTHING));
  });

  test("share it though they come one after the other, and others write meanwhile", () => {
    const { log, away, commit, counts } = restarted(10);
    commit(...range(1, 200).map((id) => anAlert({ id })));
    vi.advanceTimersByTime(100);
    for (const client of away) {
      client.subscribe();
      commit(anAlert({ title: "changed" }));
      vi.advanceTimersByTime(60);
    }
    expect(log.reads).toBe(1);
    expect(counts.read.filter((source) => source === "memory").length).toBeGreaterThan(0);
    for (const client of away) expect(client.rows).toEqual(log.rows(EVERYTHING));
  });

  test("share nothing with those who look through another filter", () => {
    const { log, hub, away, commit, settle } = restarted(2);
    away.push(...range(1, 2).map(() => new Client(hub).read(log, CRITICAL)));
    commit(anAlert({ id: 1 }), anAlert({ id: 2, severity: "critical" }));
    settle();
    for (const client of away) client.subscribe();
    settle();
    for (const client of away) expect(client.rows).toEqual(log.rows(client.filter));
    expect(new Set(away.map(({ sent }) => sent.at(-1))).size).toBe(2);
  });

  test("are served some in each turn of the event loop", () => {
    const { away, commit, settle } = restarted(1200);
    commit(anAlert());
    settle();
    for (const client of away) client.subscribe();
    const served = () => away.filter(({ diffs }) => diffs.length > 0).length;
    const turns = range(1, 3).map(() => {
      vi.advanceTimersToNextTimer();
      return served();
    });
    expect(turns[0]).toBeLessThanOrEqual(500);
    expect(turns[1]).toBeLessThanOrEqual(1000);
    expect(turns[1]).toBeGreaterThan(turns[0] ?? 0);
    settle();
    expect(served()).toBe(1200);
  });
});

test("whoever is a little behind is told from memory", () => {
  const { log, away, commit, settle, counts } = restarted(50);
  for (const [index, client] of away.entries()) {
    commit(anAlert({ id: 1 + (index % 20), title: `number ${index}` }));
    client.read(log, index % 2 === 0 ? EVERYTHING : CRITICAL);
  }
  commit(anAlert({ id: 5, severity: "critical" }), anAlert({ id: 6, title: "last" }));
  settle();
  for (const client of away) client.subscribe();
  settle();
  expect(log.reads).toBe(0);
  expect(new Set(counts.read)).toEqual(new Set(["memory"]));
  for (const client of away) expect(client.rows).toEqual(log.rows(client.filter));
});

test("long alerts are sent in several frames, each complete up to its end", () => {
  const { log, away, commit, settle, join } = restarted(1);
  const present = join();
  commit(...range(1, 20).map((id) => anAlert({ id, ...LARGE })), anAlert({ id: 3, ...LARGE }));
  settle();
  for (const client of away) client.subscribe();
  settle();
  for (const client of [...away, present]) {
    expect(client.diffs.map(({ to }) => to)).toEqual([5, 9, 13, 17, 21]);
    expect(Math.max(...client.sent.map(({ length }) => length))).toBeLessThan(270_000);
    expect(client.rows).toEqual(log.rows(EVERYTHING));
  }
});

test("an alert that is larger than a frame goes alone", () => {
  const { log, commit, settle, join } = restarted(0);
  const client = join();
  const description = "x".repeat(300_000);
  commit(anAlert({ id: 1 }), anAlert({ id: 2, description }), anAlert({ id: 3 }));
  settle();
  expect(client.diffs.map(({ to }) => to)).toEqual([1, 2, 3]);
  expect(client.rows).toEqual(log.rows(EVERYTHING));
});

test("whoever broke off in the midst of a catch-up goes on from there", () => {
  const { log, hub, commit } = startHub();
  const settle = () => void vi.advanceTimersByTime(900);
  const client = new Client(hub).read(log, EVERYTHING);
  commit(...range(1, 900).map((id) => anAlert({ id })));
  commit(anAlert({ id: 2, severity: "critical" }), anAlert({ id: 2, title: "changed" }));
  settle();
  client.subscribe();
  vi.advanceTimersToNextTimer();
  expect(client.diffs).toHaveLength(1);
  client.hangUp();
  settle();
  commit(anAlert({ id: 2, status: "acknowledged" }));
  client.subscribe();
  settle();
  expect(client.diffs[1]).toMatchObject({ from: 501, to: 903 });
  expect(client.rows).toEqual(log.rows(EVERYTHING));
});

test("whoever broke off where the log was ahead of what had been published lacks nothing", () => {
  const room = { rows: 1, bytes: 1_000_000 };
  const { log, hub, commit } = startHub({ frame: room, tail: { ...room, rows: 2 } });
  const client = new Client(hub).read(log, EVERYTHING);
  commit(anAlert({ id: 1 }), anAlert({ id: 2 }), anAlert({ id: 3 }));
  vi.advanceTimersByTime(100);
  const ahead = log.commit([anAlert({ id: 1, title: "changed" })]);
  client.unread = 1_048_500;
  client.subscribe();
  vi.advanceTimersToNextTimer();
  expect(client.diffs).toMatchObject([{ to: 2 }]);
  client.unread = 0;
  client.subscribe();
  vi.advanceTimersToNextTimer();
  hub.publish(ahead);
  vi.advanceTimersByTime(100);
  expect(client.rows).toEqual(log.rows(EVERYTHING));
});

test("whoever is sent a part of what is yet to be published is told live only once it has the rest", () => {
  const { log, hub, commit } = startHub({
    frame: { rows: 2, bytes: 1_000_000 },
    tail: { rows: 1, bytes: 1_000_000 },
  });
  const client = new Client(hub).read(log, EVERYTHING);
  commit(anAlert({ id: 1 }), anAlert({ id: 2 }), anAlert({ id: 3 }));
  vi.advanceTimersByTime(100);
  client.unread = 1_048_500;
  client.subscribe();
  const ahead = log.commit([anAlert({ id: 1, title: "changed" })]);
  vi.advanceTimersToNextTimer();
  // The first alert has moved out of this part, and there is no room yet for the next.
  expect(client.diffs).toMatchObject([{ to: 3, put: [{ id: 2 }, { id: 3 }] }]);
  client.unread = 0;
  hub.publish(ahead);
  vi.advanceTimersByTime(100);
  expect(client.rows).toEqual(log.rows(EVERYTHING));
});
