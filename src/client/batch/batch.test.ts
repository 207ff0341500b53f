import { createRoot } from "solid-js";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { OPERATOR } from "../../domain/actor.ts";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { createUndoStack, type UndoStack } from "../commands/undo-stack.ts";
import { createFeed } from "../feed/feed.ts";
import { createSelection, type Selection } from "../feed/selection.ts";
import { type Batch, createBatch } from "./batch.ts";

const NOW = "2026-01-01T00:00:00.000Z";
const RESOLVE = { act: { action: "resolve" as const }, note: "" };

/** Answers what was asked of the server last. */
let answer: (status: number, body: unknown) => void;
/** What the page has counted. */
let total: number | null;
let selection: Selection;
let batch: Batch;
let told: string[];
let undoStack: UndoStack;

beforeEach(() => {
  vi.stubGlobal(
    "fetch",
    () =>
      new Promise<Response>((resolve) => {
        answer = (status, body) => resolve(Response.json(body, { status }));
      }),
  );
  told = [];
  total = 3;
  undoStack = createUndoStack();
  const alerts = [3, 2, 1].map((id) => anAlert({ id, seq: id }));
  const page = { alerts, older: null, newer: null, head: { epoch: "this", seq: 3 } };
  const opening = { page: { ok: true as const, value: page }, newest: 0, detail: null, now: NOW };
  const feed = createFeed(opening, {}, OPERATOR);
  createRoot(() => {
    selection = createSelection(feed, true);
    batch = createBatch({
      feed,
      selection,
      total: () => total,
      tell: ({ words }) => told.push(words),
      dismiss: () => {},
      now: () => Date.parse(NOW),
      undoStack,
    });
  });
});

afterEach(() => vi.unstubAllGlobals());

const picked = () => [...selection.picked().keys()];

const ended = {
  id: 1,
  kind: "bulk",
  state: "done",
  progress: { done: 3, total: 3, unit: "alerts" },
  startedAt: NOW,
  endedAt: NOW,
  result: { done: 3, rejected: 0, rejections: [] },
  isUndoable: true,
  problem: null,
};

test("what refuses stays selected, and what was selected meanwhile", async () => {
  selection.toggle(1);
  selection.toggle(2);
  const acting = batch.act(RESOLVE);
  selection.toggle(3);
  answer(200, {
    results: [
      { id: 1, outcome: "done" },
      { id: 2, outcome: "rejected", code: "alert-resolved" },
    ],
  });
  await acting;
  expect(told).toEqual(["1 alert resolved"]);
  expect(batch.refused().list.map(({ id }) => id)).toEqual([2]);
  expect(picked()).toEqual([2, 3]);
});

test("once it is done to all, nothing is selected", async () => {
  selection.toggle(1);
  selection.selectAll();
  const acting = batch.act(RESOLVE);
  answer(202, { operation: ended });
  await acting;
  expect(told).toEqual(["3 alerts resolved"]);
  expect(selection.isAny()).toBe(false);
});

test("what was done to all is taken back, and what has changed since is said", async () => {
  selection.toggle(1);
  selection.selectAll();
  const acting = batch.act(RESOLVE);
  answer(202, { operation: ended });
  await acting;
  const undoing = undoStack.last()?.undo();
  expect(batch.isBusy()).toBe(true);
  const rejections = [{ id: 2, code: "alert-changed" }];
  const result = { done: 2, rejected: 1, rejections };
  answer(202, { operation: { ...ended, id: 2, kind: "undo", isUndoable: false, result } });
  await undoing;
  expect(told).toEqual(["3 alerts resolved", "2 alerts undone, 1 has changed since"]);
  expect(batch.refused()).toMatchObject({ count: 1, list: [{ id: 2, code: "alert-changed" }] });
  expect(batch.isBusy()).toBe(false);
});

test("how many there are is told before the server has found them", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  selection.toggle(1);
  selection.selectAll();
  const acting = batch.act(RESOLVE);
  const progress = { done: 0, total: null, unit: "alerts" };
  answer(202, { operation: { ...ended, state: "running", endedAt: null, progress } });
  await vi.advanceTimersByTimeAsync(0);
  // The selection, with which the page counts, may be ended meanwhile.
  total = null;
  expect(batch.running()).toMatchObject({ counted: 3, operation: { progress } });
  await vi.advanceTimersByTimeAsync(1_000);
  answer(200, { operation: ended });
  await acting;
  expect(batch.running()).toBeNull();
});

test("what was done before it was cancelled can be taken back", async () => {
  selection.toggle(1);
  selection.selectAll();
  const acting = batch.act(RESOLVE);
  answer(202, { operation: { ...ended, state: "cancelled" } });
  await acting;
  expect(told).toEqual(["Cancelled after 3 alerts"]);
  const undoing = undoStack.last()?.undo();
  answer(202, { operation: { ...ended, id: 2, kind: "undo", isUndoable: false } });
  await undoing;
  expect(told.at(-1)).toBe("3 alerts undone");
});

test("but for what was selected meanwhile instead", async () => {
  selection.toggle(1);
  selection.selectAll();
  const acting = batch.act(RESOLVE);
  selection.toggle(2);
  answer(202, { operation: ended });
  await acting;
  expect(picked()).toEqual([1, 2]);
});

test("while the server is away, it is asked less and less how far it is", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  selection.toggle(1);
  selection.selectAll();
  const acting = batch.act(RESOLVE);
  answer(202, { operation: { ...ended, state: "running", endedAt: null } });
  let looks = 0;
  vi.stubGlobal("fetch", () => {
    looks += 1;
    return Promise.reject(new TypeError("away"));
  });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(looks).toBeLessThan(10);
  expect(batch.isBusy()).toBe(true);

  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ operation: ended })));
  await vi.advanceTimersByTimeAsync(10_000);
  await acting;
  expect(told).toEqual(["3 alerts resolved"]);
});
