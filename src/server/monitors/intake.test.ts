import { expect, test } from "vitest";
import { fail, ok, type Result } from "../../domain/problem.ts";
import type { BucketNumbers, KeptMonitor, MonitorSettings } from "../store/monitors.ts";
import { openMetricsIntake, type Pushed } from "./intake.ts";
import { NEW_STANDING } from "./standing.ts";

const NOW = Date.parse("2026-11-02T12:00:30Z");
const MINUTE = 60_000;

function monitor(id: number, fields: Partial<MonitorSettings> = {}): KeptMonitor {
  return {
    id,
    name: `m${id}`,
    input: { type: "push", name: "orders" },
    bucket: 60,
    aggregate: "sum",
    season: "none",
    sensitivity: "normal",
    direction: "both",
    minimumChange: 0,
    closeAfter: 3,
    silentAfter: 5,
    severity: "info",
    labels: {},
    isEnabled: true,
    revision: 1,
    since: 0,
    closed: 0,
    standing: NEW_STANDING,
    openAlert: null,
    last: null,
    ...fields,
  };
}

/** An intake for these, whose store takes what `isTaken` says, and what it was asked to take. */
async function intake(
  monitors: readonly KeptMonitor[],
  isTaken: (numbers: BucketNumbers) => boolean = () => true,
) {
  const pushed: BucketNumbers[][] = [];
  const { take } = await openMetricsIntake({
    monitors: {
      all: async () => monitors,
      push: async (numbers) => {
        pushed.push([...numbers]);
        return ok(numbers.map(isTaken));
      },
    },
    now: () => NOW,
  });
  return { take, pushed };
}

function number(fields: Partial<Pushed> = {}): Result<Pushed> {
  return ok({ name: "orders", labels: {}, time: NOW, value: 1, ...fields });
}

test("many numbers of a bucket are one row for each who watches them", async () => {
  const { take, pushed } = await intake([monitor(1), monitor(2, { bucket: 3600 })]);
  const many = Array.from({ length: 1_000 }, (_, index) => number({ value: index }));
  const received = await take([...many, number({ time: NOW - MINUTE, value: 7 })]);
  expect(received).toEqual(ok({ accepted: 1_001, rejected: [] }));
  expect(pushed).toEqual([
    [
      expect.objectContaining({ monitor: 1, time: NOW - 30_000, count: 1_000, sum: 499_500 }),
      expect.objectContaining({ monitor: 1, time: NOW - 90_000, count: 1, sum: 7 }),
      expect.objectContaining({ monitor: 2, time: NOW - 30_000, count: 1_000 }),
      expect.objectContaining({ monitor: 2, count: 1 }),
    ],
  ]);
});

test("a number is late only where all who watch it say so", async () => {
  const both = [monitor(1), monitor(2, { bucket: 300 })];
  const late = number({ time: NOW - 3 * MINUTE });
  const one = await intake(both, ({ monitor }) => monitor === 2);
  expect(await one.take([late, number()])).toMatchObject({ value: { accepted: 2, rejected: [] } });
  const none = await intake(both, ({ time }) => time > NOW - 2 * MINUTE);
  expect(await none.take([late, number()])).toMatchObject({
    value: { accepted: 1, rejected: [{ index: 0, code: "number-too-old" }] },
  });
});

test("labels that are watched must be there, whatever others are", async () => {
  const input = { type: "push", name: "orders", labels: { __proto__x: "1", shop: "a" } } as const;
  const { take } = await intake([monitor(1, { input })]);
  const labels = { __proto__x: "1", shop: "a", till: "7" };
  expect(await take([number({ labels })])).toEqual(ok({ accepted: 1, rejected: [] }));
  expect(await take([number({ labels: { shop: "a" } })])).toMatchObject({
    value: { unwatched: ["orders"] },
  });
});

test("what cannot be read, is no number or is of the future is named in order", async () => {
  const { take } = await intake([monitor(1)]);
  const received = await take([
    number({ time: NOW + 5 * MINUTE }),
    number({ time: NOW + 5 * MINUTE + 1 }),
    fail("invalid-body", "name: must be a text"),
    number({ value: Number.NaN }),
    number({ value: -1e151 }),
  ]);
  expect(received).toMatchObject({
    value: {
      accepted: 1,
      rejected: [
        { index: 1, code: "number-too-new" },
        { index: 2, code: "invalid-body", detail: "name: must be a text" },
        { index: 3, code: "invalid-number" },
        { index: 4, code: "invalid-number" },
      ],
    },
  });
});

test("what the store cannot take is answered with why", async () => {
  const { take } = await openMetricsIntake({
    monitors: { all: async () => [monitor(1)], push: async () => fail("store-full", "No room.") },
    now: () => NOW,
  });
  expect(await take([number()])).toMatchObject({ problem: { code: "store-full" } });
});

test("what was read before a change is not what is watched after it", async () => {
  const [first, second] = [monitor(1), monitor(2, { input: { type: "push", name: "visits" } })];
  const reads: ((monitors: readonly KeptMonitor[]) => void)[] = [];
  const read = () => new Promise<readonly KeptMonitor[]>((resolve) => reads.push(resolve));
  const opening = openMetricsIntake({
    monitors: { all: read, push: async (numbers) => ok(numbers.map(() => true)) },
    now: () => NOW,
  });
  reads[0]?.([]);
  const { changed, take } = await opening;
  const changes = [changed(), changed()];
  // Of two that read over connections of their own, the later may be answered first.
  reads[2]?.([first, second]);
  await changes[1];
  reads[1]?.([first]);
  await changes[0];
  const visits = { name: "visits", labels: {}, time: NOW, value: 1 };
  expect(await take([ok(visits)])).toEqual(ok({ accepted: 1, rejected: [] }));
});
