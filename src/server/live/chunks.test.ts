import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { EVERYTHING, type Filter, readFilter } from "../../domain/filter.ts";
import { type Chunk, createChunks } from "./chunks.ts";
import type { Group } from "./group.ts";
import { Counts, Log } from "./hub.model.ts";
import { createTail } from "./tail.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FRAME = { rows: 3, bytes: 1_000_000 };

function groupOf(filter: Filter): Group {
  return { key: JSON.stringify(filter), filter, subscriptions: new Set() };
}

const all = groupOf(EVERYTHING);
const critical = groupOf(readFilter({ severity: ["critical"] }));

/** Chunks of a log of so many alerts, of which nothing is in memory. */
function chunksOf(alerts: number) {
  const log = new Log();
  log.commit(Array.from({ length: alerts }, (_, n) => anAlert({ id: n + 1 })));
  const { read: sources } = new Counts();
  const tail = createTail(log.seq, FRAME);
  const chunks = createChunks(log, tail, FRAME);
  return { log, tail, chunks, sources };
}

/** The diff as it is sent. */
function told(chunk: Chunk): unknown {
  return chunk.diff && JSON.parse(chunk.diff.after(0).toString());
}

test("a chunk is as much as fits, and says how far it is complete", async () => {
  const { chunks } = chunksOf(5);
  expect(await chunks.after(0, all)).toMatchObject({ to: 3, head: 5, rows: 3 });
  expect(await chunks.after(3, all)).toMatchObject({ to: 5, head: 5, rows: 2 });
  expect(await chunks.after(5, all)).toMatchObject({ to: 5, diff: null, rows: 0 });
});

test("rows are counted once, however many share them", async () => {
  const { log, chunks, sources } = chunksOf(2);
  const first = await chunks.after(0, all);
  const second = await chunks.after(0, all);
  const third = await chunks.after(0, all);
  expect([first.rows, second.rows, third.rows]).toEqual([2, 0, 0]);
  expect(second.diff).toBe(first.diff);
  expect([log.reads, sources]).toEqual([1, ["log"]]);
});

test("nothing is shared with who stands elsewhere or looks through another filter", async () => {
  const { log, chunks } = chunksOf(2);
  log.commit([anAlert({ id: 3, severity: "critical" })]);
  expect(told(await chunks.after(0, all))).toMatchObject({
    put: [{ id: 1 }, { id: 2 }, { id: 3 }],
  });
  expect(told(await chunks.after(1, all))).toMatchObject({ put: [{ id: 2 }, { id: 3 }] });
  expect(told(await chunks.after(0, critical))).toMatchObject({ put: [{ id: 3 }], remove: [1, 2] });
});

test("a chunk is kept for a second, and none of too many", async () => {
  const { log, chunks } = chunksOf(80);
  await chunks.after(0, all);
  await vi.advanceTimersByTimeAsync(999);
  await chunks.after(0, all);
  expect(log.reads).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  await chunks.after(0, all);
  expect(log.reads).toBe(2);
  for (let seq = 1; seq <= 64; seq++) await chunks.after(seq, all);
  const before = log.reads;
  await chunks.after(0, all);
  expect(log.reads).toBe(before + 1);
  chunks.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test("what is in memory is not asked of the log", async () => {
  const { log, tail, chunks, sources } = chunksOf(2);
  tail.push(log.commit([anAlert({ id: 3 })]).changes);
  expect(await chunks.after(2, all)).toMatchObject({ to: 3, head: 3, rows: 1 });
  expect([log.reads, sources]).toEqual([0, ["memory"]]);
});
