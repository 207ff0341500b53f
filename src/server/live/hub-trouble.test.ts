import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { EVERYTHING, readFilter } from "../../domain/filter.ts";
import type { Rooms } from "./limits.ts";
import { Client, startHub } from "./hub.model.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const FRAME = { rows: 500, bytes: 262_144 };
/** Everything that is caught up comes from the log. */
const NO_MEMORY: Rooms = { frame: FRAME, tail: { rows: 0, bytes: 0 } };

describe("a slow reader", () => {
  test("gets nothing until it has drained, then all of it at once", async () => {
    const { log, commit, join } = startHub();
    const client = join();
    client.unread = 2_000_000;
    for (const id of range(1, 20)) {
      commit(anAlert({ id }));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(client.diffs).toEqual([]);
    client.unread = 500_000;
    await vi.advanceTimersByTimeAsync(1000);
    expect(client.diffs).toEqual([]);
    client.unread = 0;
    await vi.advanceTimersByTimeAsync(1000);
    expect(client.diffs).toHaveLength(1);
    expect(client.rows).toEqual(log.rows(EVERYTHING));
  });

  test("is sent no more of many frames at once than it may have unread", async () => {
    const { log, commit, join } = startHub();
    const client = join();
    const description = "x".repeat(100_000);
    commit(...range(1, 40).map((id) => anAlert({ id, description })));
    commit(anAlert({ id: 1, description }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(client.unread).toBeGreaterThan(1_048_576);
    expect(client.unread).toBeLessThan(1_048_576 + 300_000);
    for (let turns = 0; turns < 10; turns++) {
      client.unread = 0;
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(client.rows).toEqual(log.rows(EVERYTHING));
  });

  test("is not held back while it is told little", async () => {
    const { commit, join } = startHub();
    const client = join();
    client.unread = 1_000_000;
    commit(anAlert());
    await vi.advanceTimersByTimeAsync(1000);
    expect(client.diffs).toHaveLength(1);
  });

  test("that is stuck for a minute is asked to come back", async () => {
    const { hub, counts, commit, join } = startHub();
    const client = join();
    client.unread = 2_000_000;
    commit(anAlert());
    await vi.advanceTimersByTimeAsync(59_000);
    expect(client.closed).toBeNull();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(client.closed).toBe(4001);
    hub.beat();
    expect(client.frames).toHaveLength(1);
    expect(counts.slow).toBe(1);
  });

  test("that has missed too much reads a page afresh", async () => {
    const { commit, join } = startHub();
    const client = join();
    client.unread = 2_000_000;
    for (const _ of range(1, 11)) commit(...range(1, 2000).map((id) => anAlert({ id })));
    await vi.advanceTimersByTimeAsync(1000);
    client.unread = 0;
    await vi.advanceTimersByTimeAsync(1000);
    expect(client.wasReset).toBe("too-far");
  });

  test("leaves no timer running once it has gone", async () => {
    const { commit, join } = startHub();
    const client = join();
    client.unread = 2_000_000;
    commit(anAlert());
    await vi.advanceTimersByTimeAsync(1000);
    expect(vi.getTimerCount()).toBe(1);
    client.hangUp();
    await vi.advanceTimersByTimeAsync(1000);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("whoever is ended twice takes nobody with the same filter along", async () => {
  const { hub, log, commit } = startHub();
  const stuck = new Client(hub).read(log, EVERYTHING);
  const subscription = hub.subscribe(stuck, log.head(), EVERYTHING);
  stuck.unread = 2_000_000;
  commit(anAlert());
  await vi.advanceTimersByTimeAsync(61_000);
  expect(stuck.closed).toBe(4001);
  const other = new Client(hub).read(log, EVERYTHING).subscribe();
  if (subscription !== null) hub.unsubscribe(subscription);
  commit(anAlert({ id: 2 }));
  await vi.advanceTimersByTimeAsync(1000);
  expect(other.diffs).toMatchObject([{ put: [{ id: 2 }] }]);
});

test("what another process has written is read from the log", async () => {
  const { log, commit, join } = startHub();
  const client = join();
  commit(anAlert({ id: 1 }));
  log.commit([anAlert({ id: 2 }), anAlert({ id: 1, title: "changed" })]);
  commit(anAlert({ id: 3 }));
  await vi.advanceTimersByTimeAsync(1000);
  expect(client.rows).toEqual(log.rows(EVERYTHING));
  commit(anAlert({ id: 4 }));
  await vi.advanceTimersByTimeAsync(1000);
  expect(client.rows).toEqual(log.rows(EVERYTHING));
});

describe("who has read what was not heard of yet", () => {
  const NOW_AND_THEN = 5_000;

  /** A client that has read two alerts elsewhere, of which this hub has heard of none. */
  function startEarly() {
    const world = startHub(undefined, NOW_AND_THEN);
    const { log, hub } = world;
    log.heard = 0;
    const commits = [log.commit([anAlert({ id: 1 })]), log.commit([anAlert({ id: 2 })])];
    const client = new Client(hub).read(log, EVERYTHING);
    const subscription = hub.subscribe(client, { epoch: "e", seq: 2 }, EVERYTHING);
    /** Hears of the next commit, as a node does of what another has written. */
    function hear(commit = commits.shift()): void {
      if (commit === undefined) throw new Error("Nothing is left to hear of.");
      log.heard = commit.to;
      hub.publish(commit);
    }
    return { ...world, client, subscription, hear };
  }

  test("waits for that, and is told what follows and nothing twice", async () => {
    const { log, client, hear, counts } = startEarly();
    await vi.advanceTimersByTimeAsync(NOW_AND_THEN - 100);
    hear();
    await vi.advanceTimersByTimeAsync(60);
    hear();
    hear(log.commit([anAlert({ id: 3 })]));
    await vi.advanceTimersByTimeAsync(NOW_AND_THEN);
    hear(log.commit([anAlert({ id: 1, title: "changed" })]));
    await vi.advanceTimersByTimeAsync(100);
    expect(client.frames[0]).toEqual({ type: "ready", epoch: "e", seq: 2 });
    expect(client.diffs).toMatchObject([
      { from: 2, to: 3, put: [{ id: 3 }] },
      { from: 3, to: 4, patch: [{ id: 1, title: "changed" }] },
    ]);
    expect([client.rows, counts.resets]).toEqual([log.rows(EVERYTHING), []]);
  });

  test("reads afresh where it waits in vain", async () => {
    const { hub, client, hear, counts } = startEarly();
    hear();
    await vi.advanceTimersByTimeAsync(NOW_AND_THEN - 1);
    expect([client.wasReset, hub.state()]).toMatchObject([null, { subscriptions: 1, lag: 0 }]);
    await vi.advanceTimersByTimeAsync(1);
    expect([client.wasReset, counts.resets]).toEqual(["future", ["future"]]);
    expect(hub.state().subscriptions).toBe(0);
  });

  test("is waited for no longer once it has gone, or all ends", async () => {
    const one = startEarly();
    if (one.subscription !== null) one.hub.unsubscribe(one.subscription);
    startEarly().hub.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("a store that cannot be read fails only those who need it", async () => {
  const { log, commit, join } = startHub(NO_MEMORY);
  const [slow, quick] = [join(), join()];
  slow.unread = 2_000_000;
  commit(anAlert());
  await vi.advanceTimersByTimeAsync(100);
  log.changedSince = () => Promise.reject(new Error("disk I/O error"));
  slow.unread = 0;
  await vi.advanceTimersByTimeAsync(100);
  expect(slow.failure).toMatchObject({ message: "disk I/O error" });
  commit(anAlert({ id: 2 }));
  await vi.advanceTimersByTimeAsync(100);
  expect([slow.diffs.length, quick.diffs.length]).toEqual([0, 2]);
});

test("a beat says how far everything has been told", async () => {
  const { hub, commit, join } = startHub();
  const [all, critical, slow] = [join(), join(readFilter({ severity: ["critical"] })), join()];
  slow.unread = 2_000_000;
  commit(anAlert());
  hub.beat();
  await vi.advanceTimersByTimeAsync(1000);
  commit(anAlert({ id: 2 }));
  hub.beat();
  expect(all.frames.filter(({ type }) => type === "beat")).toMatchObject([{ seq: 0 }, { seq: 1 }]);
  expect(critical.frames.at(-1)).toEqual({ type: "beat", seq: 1 });
  expect(slow.frames).toHaveLength(1);
});

test("how far the slowest is behind is known", async () => {
  const { hub, commit, join } = startHub();
  const [slow] = [join(), join()];
  expect(hub.state()).toMatchObject({ subscriptions: 2, lag: 0 });
  commit(anAlert({ id: 1 }), anAlert({ id: 2 }));
  expect(hub.state()).toMatchObject({ subscriptions: 2, lag: 2 });
  await vi.advanceTimersByTimeAsync(100);
  expect(hub.state()).toMatchObject({ subscriptions: 2, lag: 0 });
  slow.unread = 2_000_000;
  commit(anAlert({ id: 3 }));
  await vi.advanceTimersByTimeAsync(100);
  expect(hub.state()).toMatchObject({ subscriptions: 2, lag: 1 });
});

test("stopping sends what has gathered and reads nothing more", async () => {
  const { hub, log, commit, join } = startHub();
  const late = new Client(hub).read(log, EVERYTHING);
  commit(...range(1, 1200).map((id) => anAlert({ id })));
  await vi.advanceTimersByTimeAsync(1000);
  const client = join();
  late.subscribe();
  commit(anAlert({ id: 2000 }));
  hub.stop();
  expect(client.diffs).toHaveLength(1);
  log.changedSince = () => Promise.reject(new Error("closed"));
  await vi.advanceTimersByTimeAsync(0);
  expect([late.failure, vi.getTimerCount()]).toEqual([null, 0]);
});
