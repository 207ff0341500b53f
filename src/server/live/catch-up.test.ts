import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { EVERYTHING, readFilter } from "../../domain/filter.ts";
import { Client, nextTurn, startHub } from "./hub.model.ts";

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
  const settle = () => vi.advanceTimersByTimeAsync(900);
  return { ...world, away, settle };
}

describe("those who come back together", () => {
  test("are sent the same bytes, for which the log was read once", async () => {
    const { log, away, commit, settle, counts } = restarted(60);
    for (const _ of range(1, 3)) commit(...range(1, 200).map((id) => anAlert({ id })));
    await settle();
    for (const client of away) client.subscribe();
    await settle();
    expect(log.reads).toBe(1);
    expect(new Set(away.map(({ sent }) => sent.at(-1))).size).toBe(1);
    expect(counts).toMatchObject({ read: ["log"], sent: 60 });
    for (const client of away) expect(client.rows).toEqual(log.rows(EVERYTHING));
  });

  test("share it though they come one after the other, and others write meanwhile", async () => {
    const { log, away, commit, counts } = restarted(10);
    commit(...range(1, 200).map((id) => anAlert({ id })));
    await vi.advanceTimersByTimeAsync(100);
    for (const client of away) {
      client.subscribe();
      commit(anAlert({ title: "changed" }));
      await vi.advanceTimersByTimeAsync(60);
    }
    expect(log.reads).toBe(1);
    expect(counts.read.filter((source) => source === "memory").length).toBeGreaterThan(0);
    for (const client of away) expect(client.rows).toEqual(log.rows(EVERYTHING));
  });

  test("share nothing with those who look through another filter", async () => {
    const { log, hub, away, commit, settle } = restarted(2);
    away.push(...range(1, 2).map(() => new Client(hub).read(log, CRITICAL)));
    commit(anAlert({ id: 1 }), anAlert({ id: 2, severity: "critical" }));
    await settle();
    for (const client of away) client.subscribe();
    await settle();
    for (const client of away) expect(client.rows).toEqual(log.rows(client.filter));
    expect(new Set(away.map(({ sent }) => sent.at(-1))).size).toBe(2);
  });

  test("are served some in each turn of the event loop", async () => {
    const { away, commit, settle } = restarted(1200);
    commit(anAlert());
    await settle();
    for (const client of away) client.subscribe();
    const served = () => away.filter(({ diffs }) => diffs.length > 0).length;
    const turns: number[] = [];
    for (const _ of range(1, 3)) {
      await nextTurn();
      turns.push(served());
    }
    expect(turns[0]).toBeLessThanOrEqual(500);
    expect(turns[1]).toBeLessThanOrEqual(1000);
    expect(turns[1]).toBeGreaterThan(turns[0] ?? 0);
    await settle();
    expect(served()).toBe(1200);
  });
});

test("whoever is a little behind is told from memory", async () => {
  const { log, away, commit, settle, counts } = restarted(50);
  for (const [index, client] of away.entries()) {
    commit(anAlert({ id: 1 + (index % 20), title: `number ${index}` }));
    client.read(log, index % 2 === 0 ? EVERYTHING : CRITICAL);
  }
  commit(anAlert({ id: 5, severity: "critical" }), anAlert({ id: 6, title: "last" }));
  await settle();
  for (const client of away) client.subscribe();
  await settle();
  expect(log.reads).toBe(0);
  expect(new Set(counts.read)).toEqual(new Set(["memory"]));
  for (const client of away) expect(client.rows).toEqual(log.rows(client.filter));
});

test("long alerts are sent in several frames, each complete up to its end", async () => {
  const { log, away, commit, settle, join } = restarted(1);
  const present = join();
  commit(...range(1, 20).map((id) => anAlert({ id, ...LARGE })), anAlert({ id: 3, ...LARGE }));
  await settle();
  for (const client of away) client.subscribe();
  await settle();
  for (const client of [...away, present]) {
    expect(client.diffs.map(({ to }) => to)).toEqual([5, 9, 13, 17, 21]);
    expect(Math.max(...client.sent.map(({ length }) => length))).toBeLessThan(270_000);
    expect(client.rows).toEqual(log.rows(EVERYTHING));
  }
});

test("an alert that is larger than a frame goes alone", async () => {
  const { log, commit, settle, join } = restarted(0);
  const client = join();
  const description = "x".repeat(300_000);
  commit(anAlert({ id: 1 }), anAlert({ id: 2, description }), anAlert({ id: 3 }));
  await settle();
  expect(client.diffs.map(({ to }) => to)).toEqual([1, 2, 3]);
  expect(client.rows).toEqual(log.rows(EVERYTHING));
});

test("whoever broke off in the midst of a catch-up goes on from there", async () => {
  const { log, hub, commit } = startHub();
  const settle = () => vi.advanceTimersByTimeAsync(900);
  const client = new Client(hub).read(log, EVERYTHING);
  commit(...range(1, 900).map((id) => anAlert({ id })));
  commit(anAlert({ id: 2, severity: "critical" }), anAlert({ id: 2, title: "changed" }));
  await settle();
  client.subscribe();
  await nextTurn();
  expect(client.diffs).toHaveLength(1);
  client.hangUp();
  await settle();
  commit(anAlert({ id: 2, status: "acknowledged" }));
  client.subscribe();
  await settle();
  expect(client.diffs[1]).toMatchObject({ from: 501, to: 903 });
  expect(client.rows).toEqual(log.rows(EVERYTHING));
});

test("whoever broke off where the log was ahead of what had been published lacks nothing", async () => {
  const room = { rows: 1, bytes: 1_000_000 };
  const { log, hub, commit } = startHub({ frame: room, tail: { ...room, rows: 2 } });
  const client = new Client(hub).read(log, EVERYTHING);
  commit(anAlert({ id: 1 }), anAlert({ id: 2 }), anAlert({ id: 3 }));
  await vi.advanceTimersByTimeAsync(100);
  const ahead = log.commit([anAlert({ id: 1, title: "changed" })]);
  client.unread = 1_048_500;
  client.subscribe();
  await nextTurn();
  expect(client.diffs).toMatchObject([{ to: 2 }]);
  client.unread = 0;
  client.subscribe();
  await nextTurn();
  hub.publish(ahead);
  await vi.advanceTimersByTimeAsync(100);
  expect(client.rows).toEqual(log.rows(EVERYTHING));
});

test("whoever is sent a part of what is yet to be published is told live only once it has the rest", async () => {
  const { log, hub, commit } = startHub({
    frame: { rows: 2, bytes: 1_000_000 },
    tail: { rows: 1, bytes: 1_000_000 },
  });
  const client = new Client(hub).read(log, EVERYTHING);
  commit(anAlert({ id: 1 }), anAlert({ id: 2 }), anAlert({ id: 3 }));
  await vi.advanceTimersByTimeAsync(100);
  client.unread = 1_048_500;
  client.subscribe();
  const ahead = log.commit([anAlert({ id: 1, title: "changed" })]);
  await nextTurn();
  // The first alert has moved out of this part, and there is no room yet for the next.
  expect(client.diffs).toMatchObject([{ to: 3, put: [{ id: 2 }, { id: 3 }] }]);
  client.unread = 0;
  hub.publish(ahead);
  await vi.advanceTimersByTimeAsync(100);
  expect(client.rows).toEqual(log.rows(EVERYTHING));
});

describe("the end of an alert", () => {
  test("is told to whoever is there", async () => {
    const { log, hub, commit, join } = startHub();
    const client = join();
    commit(anAlert({ id: 1 }), anAlert({ id: 2 }));
    hub.publish(log.forget([1]));
    await vi.advanceTimersByTimeAsync(100);
    expect([...client.rows.keys()]).toEqual([2]);
  });

  test("is told from memory to whoever comes back from before it", async () => {
    const { log, hub, commit, join, counts } = startHub();
    commit(anAlert({ id: 1 }), anAlert({ id: 2 }));
    const client = join();
    client.hangUp();
    hub.publish(log.forget([1]));
    client.subscribe();
    await vi.advanceTimersByTimeAsync(100);
    expect([...client.rows.keys()]).toEqual([2]);
    expect(client.wasReset).toBeNull();
    expect(counts.read).toEqual(["memory"]);
  });

  test("is told from the log, in its place among what has changed, whatever the filter", async () => {
    for (const filter of [EVERYTHING, CRITICAL]) {
      const { log, hub, commit, counts } = restarted(0);
      commit(anAlert({ id: 1, severity: "critical" }), anAlert({ id: 2, severity: "critical" }));
      const client = new Client(hub).read(log, filter);
      for (const _ of range(1, 3)) commit(...range(3, 900).map((id) => anAlert({ id })));
      hub.publish(log.forget([1]));
      await vi.advanceTimersByTimeAsync(100);
      client.subscribe();
      await vi.advanceTimersByTimeAsync(100);
      expect(counts.read).toContain("log");
      expect(client.rows).toEqual(log.rows(filter));
    }
  });

  test("sends away whoever comes back from where it is told no more", async () => {
    const { log, hub, commit, join } = startHub();
    commit(anAlert({ id: 1 }));
    const client = join();
    client.hangUp();
    hub.publish(log.forget([1]));
    log.cut();
    await log.changedSince(0, 1);
    client.subscribe();
    expect(client.wasReset).toBe("too-far");
  });

  test("sends away whoever catches up with rows that it is missing from", async () => {
    const { log, hub, commit, counts } = restarted(0);
    commit(anAlert({ id: 1 }));
    const client = new Client(hub).read(log, EVERYTHING);
    for (const _ of range(1, 3)) commit(...range(2, 200).map((id) => anAlert({ id })));
    await vi.advanceTimersByTimeAsync(100);
    // The log tells of it no more, of which the hub hears by the answer.
    const end = log.forget([1]);
    log.cut();
    client.subscribe();
    await nextTurn();
    expect(client.wasReset).toBe("too-far");
    expect(client.diffs).toEqual([]);
    expect(counts.resets).toEqual(["too-far"]);
    hub.publish(end);
  });
});
