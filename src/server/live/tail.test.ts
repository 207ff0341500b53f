import { expect, test } from "vitest";
import type { Alert } from "../../domain/alert.ts";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { bytesOf } from "./room.ts";
import { createTail, type Latest } from "./tail.ts";

const PLENTY = { rows: 100, bytes: 1_000_000 };

function change(id: number, seq: number, fields: Partial<Alert> = {}) {
  return { before: null, after: anAlert({ id, seq, ...fields }) };
}

function seqsOf(alerts: readonly Latest[] | null): number[] | null {
  return alerts?.map(({ seq }) => seq) ?? null;
}

test("knows what has changed since, each alert once, in the order of its last event", () => {
  const tail = createTail(10, PLENTY);
  tail.push([change(1, 11), change(2, 12), change(3, 13)]);
  tail.push([change(1, 14)]);
  expect(seqsOf(tail.changedSince(10, PLENTY))).toEqual([12, 13, 14]);
  expect(seqsOf(tail.changedSince(13, PLENTY))).toEqual([14]);
  expect(tail.head()).toBe(14);
});

test("does not know what comes next", () => {
  const tail = createTail(10, PLENTY);
  expect(tail.changedSince(10, PLENTY)).toBeNull();
  tail.push([change(1, 11)]);
  expect(tail.changedSince(11, PLENTY)).toBeNull();
  expect(tail.changedSince(12, PLENTY)).toBeNull();
});

test("does not know what was before it began", () => {
  const tail = createTail(10, PLENTY);
  tail.push([change(1, 11)]);
  expect(tail.changedSince(9, PLENTY)).toBeNull();
  tail.restart(20);
  expect(tail.changedSince(11, PLENTY)).toBeNull();
  tail.push([change(1, 21)]);
  expect(seqsOf(tail.changedSince(20, PLENTY))).toEqual([21]);
});

test("knows what was removed for good, in the place of what it was", () => {
  const tail = createTail(10, PLENTY);
  tail.push([change(1, 11), change(2, 12)]);
  tail.push([{ before: anAlert({ id: 1 }), after: null, seq: 13 }]);
  const [second, first] = tail.changedSince(10, PLENTY) ?? [];
  expect([second?.id, first]).toEqual([2, { id: 1, seq: 13, alert: null }]);
});

test("forgets the oldest where rows end", () => {
  const tail = createTail(0, { ...PLENTY, rows: 2 });
  tail.push([change(1, 1), change(2, 2), change(3, 3), change(2, 4)]);
  expect(tail.changedSince(0, PLENTY)).toBeNull();
  expect(seqsOf(tail.changedSince(1, PLENTY))).toEqual([3, 4]);
});

test("forgets the oldest one by one, and says so", () => {
  const tail = createTail(0, { ...PLENTY, rows: 2 });
  for (let seq = 1; seq <= 4; seq++) tail.push([change(seq, seq)]);
  expect(tail.changedSince(1, PLENTY)).toBeNull();
  expect(seqsOf(tail.changedSince(2, PLENTY))).toEqual([3, 4]);
});

test("forgets the oldest where bytes end, and counts no alert twice", () => {
  const two = 2 * bytesOf(anAlert({ id: 1, seq: 1 }));
  const tail = createTail(0, { ...PLENTY, bytes: two });
  for (let seq = 1; seq < 10; seq++) tail.push([change(1 + (seq % 2), seq)]);
  expect(seqsOf(tail.changedSince(7, PLENTY))).toEqual([8, 9]);
  tail.push([change(4, 9, { description: "x".repeat(two) })]);
  expect(tail.changedSince(8, PLENTY)).toBeNull();
});

test("gives no more than fits, and one alert at least", () => {
  const tail = createTail(0, PLENTY);
  tail.push([change(1, 1), change(2, 2), change(3, 3)]);
  const size = bytesOf(anAlert());
  expect(seqsOf(tail.changedSince(0, { rows: 2, bytes: 9e9 }))).toEqual([1, 2]);
  expect(seqsOf(tail.changedSince(0, { rows: 9, bytes: 2 * size }))).toEqual([1, 2]);
  expect(seqsOf(tail.changedSince(0, { rows: 9, bytes: 1 }))).toEqual([1]);
});
