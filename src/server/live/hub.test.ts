import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { EVERYTHING, readFilter } from "../../domain/filter.ts";
import { Client, nextTurn, startHub } from "./hub.model.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const DELETED = { deletedAt: "2026-01-02T00:00:00.000Z" };
const CRITICAL = readFilter({ severity: ["critical"] });

test("changes that come together go out together", async () => {
  const { commit, join } = startHub();
  const client = join();
  commit(anAlert({ id: 1 }));
  commit(anAlert({ id: 2 }), anAlert({ id: 1, title: "changed" }));
  await vi.advanceTimersByTimeAsync(1000);
  expect(client.diffs).toMatchObject([{ from: 0, to: 3, put: [{ id: 2 }, { id: 1, seq: 3 }] }]);
});

test("what changes after a quiet time goes out at once, and what follows it within 60 ms", async () => {
  const { commit, join } = startHub();
  const client = join();
  for (const quiet of [0, 51, 5000]) {
    await vi.advanceTimersByTimeAsync(quiet);
    const before = client.diffs.length;
    commit(anAlert({ id: 2 * quiet + 1 }));
    await vi.advanceTimersByTimeAsync(1);
    expect(client.diffs.length).toBe(before + 1);
    commit(anAlert({ id: 2 * quiet + 2 }));
    await vi.advanceTimersByTimeAsync(1);
    expect(client.diffs.length).toBe(before + 1);
    await vi.advanceTimersByTimeAsync(60);
    expect(client.diffs.length).toBe(before + 2);
  }
});

test("at most twenty frames a second go out", async () => {
  const { commit, join } = startHub();
  const client = join();
  for (const id of range(1, 1000)) {
    commit(anAlert({ id }));
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(client.diffs.length).toBeGreaterThan(10);
  expect(client.diffs.length).toBeLessThanOrEqual(20);
});

test("while to tell everyone takes long, most of the time is left to others", async () => {
  const { commit, join } = startHub();
  const client = join();
  client.takes = 300;
  const framesAfter = async (time: number) => {
    commit(anAlert({ id: 1 }));
    await vi.advanceTimersByTimeAsync(time);
    return client.diffs.length;
  };
  const frames: number[] = [];
  for (const time of [50, 500, 100]) frames.push(await framesAfter(time));
  expect(frames).toEqual([1, 1, 2]);
});

test("whatever many filters take, no turn is much longer than one of them", async () => {
  const { hub, log, commit } = startHub();
  let turn = 0;
  class Tedious extends Client {
    override send(bytes: Buffer): void {
      super.send(bytes);
      turn += 40;
      vi.setSystemTime(Date.now() + 40);
    }
  }
  const clients = range(1, 30).map((n) =>
    new Tedious(hub).read(log, readFilter({ label: [`absent!=${n}`] })).subscribe(),
  );
  turn = 0;
  commit(anAlert({ id: 1 }));
  let longest = 0;
  while (vi.getTimerCount() > 0) {
    await nextTurn();
    longest = Math.max(longest, turn);
    turn = 0;
  }
  expect(longest).toBeLessThanOrEqual(200);
  expect(clients.map(({ rows }) => [...rows.keys()])).toEqual(clients.map(() => [1]));
});

test("what is too much for one turn is told part by part, and written only for who hears it", async () => {
  const { commit, join, log } = startHub();
  const written = vi.spyOn(JSON, "stringify");
  const description = "x".repeat(60_000);
  commit(...range(1, 1000).map((id) => anAlert({ id, description })));
  await vi.advanceTimersByTimeAsync(1000);
  expect(written.mock.calls.length).toBeLessThan(500);
  written.mockRestore();
  const client = join();
  commit(...range(1001, 1300).map((id) => anAlert({ id, description })));
  for (let turn = 0; turn < 100; turn++) {
    client.unread = 0;
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(client.diffs.length).toBeGreaterThan(10);
  expect(client.rows).toEqual(log.rows(EVERYTHING));
});

test("the text of an alert is folded once, however many search in it", async () => {
  const { commit, join } = startHub();
  for (const n of range(1, 40)) join(readFilter({ q: `word${n}` }));
  const folded = vi.spyOn(String.prototype, "normalize");
  commit(...range(1, 10).map((id) => anAlert({ id })));
  commit(...range(1, 10).map((id) => anAlert({ id, title: "changed" })));
  await vi.advanceTimersByTimeAsync(1000);
  expect(folded.mock.calls.length).toBeGreaterThanOrEqual(10);
  expect(folded.mock.calls.length).toBeLessThanOrEqual(20);
  folded.mockRestore();
});

test("what is sent to many with one filter is written once", async () => {
  const { commit, join } = startHub();
  const [one, other] = [join(), join()];
  commit(anAlert());
  await vi.advanceTimersByTimeAsync(1000);
  commit(anAlert({ title: "changed" }));
  await vi.advanceTimersByTimeAsync(1000);
  expect(one.diffs).toHaveLength(2);
  expect(one.sent.at(-1)).toBe(other.sent.at(-1));
});

test("each filter is told what the change means to it", async () => {
  const { commit, join } = startHub();
  commit(anAlert({ id: 1 }));
  const [all, critical] = [join(), join(CRITICAL)];
  const news = async () => {
    await vi.advanceTimersByTimeAsync(1000);
    return [all, critical].map(({ diffs }) => diffs.at(-1));
  };
  commit(anAlert({ severity: "critical" }));
  expect(await news()).toMatchObject([
    { from: 1, to: 2, put: [], patch: [{ id: 1, seq: 2, severity: "critical" }], remove: [] },
    { from: 1, to: 2, put: [{ id: 1, seq: 2 }], patch: [], remove: [] },
  ]);
  commit(anAlert({ title: "changed" }));
  expect(await news()).toMatchObject([
    { patch: [{ id: 1, seq: 3, title: "changed", severity: "warning" }] },
    { from: 2, to: 3, remove: [1] },
  ]);
  commit(anAlert({ title: "again" }));
  expect(await news()).toMatchObject([
    { from: 3, to: 4 },
    { from: 2, to: 3 },
  ]);
  commit(anAlert({ severity: "critical", ...DELETED }));
  expect(await news()).toMatchObject([{ remove: [1] }, { from: 2, to: 3 }]);
});

describe("who subscribes", () => {
  test("amid changes that still gather is told of the later ones by what they are to its rows", async () => {
    const { commit, join } = startHub();
    commit(anAlert({ id: 1 }), anAlert({ id: 2 }));
    const client = join();
    commit(anAlert({ id: 1, title: "changed" }));
    commit(anAlert({ id: 2, ...DELETED }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(client.diffs).toMatchObject([
      { from: 2, to: 4, put: [], patch: [{ id: 1, seq: 3, title: "changed" }], remove: [2] },
    ]);
  });

  test("from now is ready at the head and gets what comes after", async () => {
    const { hub, commit } = startHub();
    commit(anAlert());
    const client = new Client(hub);
    hub.subscribe(client, null, EVERYTHING);
    commit(anAlert({ id: 2 }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(client.frames).toMatchObject([
      { type: "ready", epoch: "e", seq: 1 },
      { type: "diff", from: 1, to: 2, put: [{ id: 2 }] },
    ]);
  });

  test("from the past catches up at once, each alert as it now is", async () => {
    const { hub, log, commit } = startHub();
    const client = new Client(hub).read(log, EVERYTHING);
    commit(anAlert({ id: 1 }), anAlert({ id: 2 }));
    commit(anAlert({ id: 1, title: "changed" }), anAlert({ id: 2, ...DELETED }));
    await vi.advanceTimersByTimeAsync(1000);
    client.subscribe();
    await vi.advanceTimersByTimeAsync(0);
    expect(client.frames).toMatchObject([
      { type: "ready", seq: 0 },
      { type: "diff", from: 0, to: 4, put: [{ id: 1, title: "changed", seq: 3 }], remove: [2] },
    ]);
  });

  test.each([
    ["epoch", { epoch: "other", seq: 0 }],
    ["future", { epoch: "e", seq: 20_002 }],
    ["too-far", { epoch: "e", seq: 0 }],
  ] as const)("from where nothing can go on is reset: %s", (reason, since) => {
    const { hub, log } = startHub();
    hub.publish(log.commit(range(1, 20_001).map((id) => anAlert({ id }))));
    const client = new Client(hub);
    expect(hub.subscribe(client, since, EVERYTHING)).toBeNull();
    expect([client.wasReset, client.frames]).toEqual([reason, []]);
  });

  test("with another filter gets what that one shows", async () => {
    const { log, commit, join } = startHub();
    const client = join(CRITICAL);
    commit(anAlert({ id: 1 }));
    await vi.advanceTimersByTimeAsync(1000);
    client.read(log, EVERYTHING).subscribe();
    commit(anAlert({ id: 2 }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(client.rows).toEqual(log.rows(EVERYTHING));
    expect(client.diffs).toHaveLength(1);
  });

  test("long ago gets it in parts, between which others are served", async () => {
    const { hub, log, commit, join } = startHub();
    const late = new Client(hub).read(log, EVERYTHING);
    const other = join();
    commit(...range(1, 1200).map((id) => anAlert({ id })));
    await vi.advanceTimersByTimeAsync(1000);
    late.subscribe();
    await nextTurn();
    expect(late.diffs).toMatchObject([{ from: 0, to: 500 }]);
    commit(anAlert({ id: 3, title: "changed" }), anAlert({ id: 900, ...DELETED }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(other.diffs).toMatchObject([{ to: 500 }, { to: 1000 }, { to: 1200 }, { to: 1202 }]);
    expect(late.diffs).toMatchObject([{ to: 500 }, { to: 1001 }, { to: 1202 }]);
    for (const { rows } of [late, other]) expect(rows).toEqual(log.rows(EVERYTHING));
  });
});
