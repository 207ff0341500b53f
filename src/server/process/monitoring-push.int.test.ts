import { expect, test } from "vitest";
import { stateOf } from "../monitors/standing.ts";
import { valueOf } from "./delivery.fixture.ts";
import { BEGUN, history, MINUTE, openMonitoringRig, usual } from "./monitoring.fixture.ts";

test("what falls is opened once and closed with words", async () => {
  const rig = await openMonitoringRig();
  const { id } = await rig.add();
  expect(await rig.push(history(400, BEGUN))).toEqual({ accepted: 400, rejected: [] });
  await rig.minutes(2, usual);
  await rig.minutes(2, usual, id);
  expect(await rig.kept(id)).toMatchObject({ standing: { progress: 1 }, openAlert: null });
  expect(await rig.alerts()).toEqual([]);

  await rig.minutes(5, (index) => (index < 3 ? 212 : usual(index)), id);
  const [alert] = await rig.alerts();
  expect(alert).toMatchObject({
    title: expect.stringMatching(
      /^orders is unusually low: 212, expected about (?:9[6789]0|1,000)$/u,
    ),
    source: "tocsin",
    fingerprint: `monitor-${id}`,
    severity: "error",
    status: "firing",
    labels: { team: "shop" },
    startedAt: new Date(BEGUN + 4 * MINUTE).toISOString(),
  });
  expect((await rig.kept(id)).openAlert).toBe(alert?.id);

  await rig.minutes(12, usual, id);
  const after = await rig.alerts();
  expect(after).toHaveLength(1);
  expect(after[0]).toMatchObject({ status: "resolved", resolvedBy: "source:tocsin" });
  expect(await rig.notes(alert?.id ?? 0)).toEqual([
    { actor: `monitor:${id}`, text: expect.stringMatching(/^Back to usual after/u) },
  ]);
  expect(await rig.kept(id)).toMatchObject({
    openAlert: null,
    standing: { alert: { type: "watching" } },
  });
});

test("a restart amid an open alert opens and closes nothing, and goes on", async () => {
  const rig = await openMonitoringRig();
  const { id } = await rig.add();
  await rig.push(history(400, BEGUN));
  await rig.minutes(2, usual);
  await rig.minutes(6, (index) => (index < 2 ? usual(index) : 212), id);
  const [before] = await rig.alerts();
  expect(before?.status).toBe("firing");
  await rig.restart();
  await rig.minutes(2, () => 212, id);
  const [during] = await rig.alerts();
  expect(during).toMatchObject({ id: before?.id, seq: before?.seq, status: "firing" });
  await rig.minutes(12, usual, id);
  expect(await rig.alerts()).toMatchObject([{ id: before?.id, status: "resolved" }]);
});

test("numbers late, far ahead, and of no use are named; those doubled and out of order are folded", async () => {
  const rig = await openMonitoringRig();
  const { id } = await rig.add({ aggregate: "sum" });
  await rig.push(history(10, BEGUN));
  await rig.minutes(4, usual);
  await rig.passTo(rig.time.now() + MINUTE, id);
  const now = rig.time.now();
  const received = await rig.push([
    [now - 2 * MINUTE, 1],
    [now + 6 * MINUTE, 1],
    [now, Infinity],
    [now + 5_000, 3],
    [now + 2_000, 4],
    [now + 2_000, 4],
    [now + 5 * MINUTE, 7],
  ]);
  expect(received).toEqual({
    accepted: 4,
    rejected: [
      { index: 0, code: "number-too-old", detail: expect.any(String) },
      { index: 1, code: "number-too-new", detail: expect.any(String) },
      { index: 2, code: "invalid-number", detail: expect.any(String) },
    ],
  });
  await rig.passTo(now + 2 * MINUTE, id);
  expect((await rig.kept(id)).last).toMatchObject({ time: now, value: 11 });
});

test("numbers that nobody watches are said to be so", async () => {
  const rig = await openMonitoringRig();
  const { id } = await rig.add({ input: { type: "push", name: "orders", labels: { shop: "1" } } });
  const number = { name: "orders", labels: { shop: "1", till: "7" }, time: BEGUN, value: 3 };
  const take = async (...values: object[]) =>
    valueOf(await rig.take(values.map((value) => ({ ok: true, value: { ...number, ...value } }))));
  expect(await take({}, { labels: { shop: "2" } }, { name: "visits" })).toEqual({
    accepted: 3,
    rejected: [],
    unwatched: ["orders", "visits"],
  });
  await rig.change(id, { isEnabled: false });
  expect(await take({})).toEqual({ accepted: 1, rejected: [], unwatched: ["orders"] });
});

test("a silence is a state and an alert of its own, and ends when something is heard", async () => {
  const rig = await openMonitoringRig();
  const { id } = await rig.add({ name: "heartbeat" });
  await rig.minutes(3, () => 1);
  await rig.minutes(7, () => null, id);
  const [silent, ...more] = await rig.alerts();
  expect(more).toEqual([]);
  expect(silent).toMatchObject({
    title: "heartbeat has no data for 5 min",
    fingerprint: `monitor-${id}-silent`,
    startedAt: new Date(BEGUN + 3 * MINUTE).toISOString(),
    status: "firing",
  });
  const { standing, openAlert } = await rig.kept(id);
  expect(openAlert).toBe(silent?.id);
  expect(stateOf({ isEnabled: true, silentAfter: 5 }, standing)).toBe("silent");
  await rig.minutes(3, () => 1, id);
  expect(await rig.alerts()).toMatchObject([{ status: "resolved" }]);
  expect(await rig.notes(silent?.id ?? 0)).toMatchObject([{ text: "Data again after 7 min" }]);
});

test("what was not watched while the server was down is no silence, and no drop of a sum", async () => {
  const rig = await openMonitoringRig();
  const mean = await rig.add();
  const sum = await rig.add({ aggregate: "sum" });
  await rig.push(history(400, BEGUN));
  await rig.minutes(2, usual);
  await rig.minutes(3, usual, mean.id, sum.id);
  await rig.stop();
  rig.time.advanceTo(rig.time.now() + 30 * MINUTE);
  rig.start();
  await rig.passTo(rig.time.now(), mean.id, sum.id);
  await rig.minutes(4, usual, mean.id, sum.id);
  expect(await rig.alerts()).toEqual([]);
  const { points } = valueOf(await rig.store.monitors.points(sum.id, BEGUN, rig.time.now()));
  expect(points.filter(({ value }) => value === 0)).toEqual([]);
  expect(points.filter(({ value }) => value === null).length).toBeGreaterThanOrEqual(29);
});

test("a change while it catches up makes no drop of what was not watched", async () => {
  const rig = await openMonitoringRig();
  const { id } = await rig.add({ aggregate: "sum" });
  await rig.push(history(400, BEGUN));
  await rig.minutes(2, usual);
  await rig.minutes(3, usual, id);
  await rig.stop();
  rig.time.advanceTo(rig.time.now() + 30 * MINUTE);
  const { settle } = rig.writes;
  let isChanged = false;
  rig.writes.settle = async (...asked) => {
    if (!isChanged) await rig.change(id, { name: "sales" });
    isChanged = true;
    return settle(...asked);
  };
  rig.start();
  await rig.passTo(rig.time.now(), id);
  const { points } = valueOf(await rig.store.monitors.points(id, BEGUN, rig.time.now()));
  expect(points.filter(({ value }) => value === 0)).toEqual([]);
  expect(await rig.alerts()).toEqual([]);
});

test("a pause is no drop of a sum, and not learnt as one", async () => {
  const rig = await openMonitoringRig();
  const { id } = await rig.add({ aggregate: "sum" });
  await rig.push(history(400, BEGUN));
  await rig.minutes(2, usual);
  await rig.minutes(3, usual, id);
  await rig.change(id, { isEnabled: false });
  await rig.minutes(30, usual);
  // Amid a bucket, so that of the first there is not all.
  rig.time.advanceTo(rig.time.now() + MINUTE / 2);
  const resumed = await rig.change(id, { isEnabled: true });
  expect(resumed.last).toMatchObject({ value: expect.any(Number) });
  rig.time.advanceTo(rig.time.now() + MINUTE / 2);
  await rig.minutes(2, usual);
  await rig.minutes(10, usual, id);
  const { points } = valueOf(await rig.store.monitors.points(id, BEGUN, rig.time.now()));
  expect(points.filter(({ value }) => value === null || value < 900)).toEqual([]);
  // What comes first after it does not follow upon what was before.
  expect(points.find(({ time }) => time > resumed.since)).toMatchObject({ expected: null });
  expect(points.at(-1)?.expected).toBeGreaterThan(900);
  expect(await rig.alerts()).toEqual([]);
});

test("one that is made while others are taught again does not wait for them", async () => {
  const rig = await openMonitoringRig();
  const long: number[] = [];
  for (const name of ["a", "b", "c"]) long.push((await rig.add({ name })).id);
  await rig.push(history(5_000, BEGUN));
  await rig.minutes(2, usual);
  await rig.minutes(1, usual, ...long);
  const { settle } = rig.writes;
  const settled: number[] = [];
  rig.writes.settle = (settlements, now) => {
    settled.push(...settlements.map(({ monitor }) => monitor));
    return settle(settlements, now);
  };
  await rig.restart();
  const made = await rig.add({ input: { type: "feed", filter: {}, count: "opened" } });
  await rig.passTo(rig.time.now() + MINUTE, made.id, ...long);
  expect(settled[0]).toBe(made.id);
  expect(new Set(settled)).toEqual(new Set([made.id, ...long]));
}, 120_000);

test("one that judges does not wait until all the others have learnt", async () => {
  const rig = await openMonitoringRig();
  const { settle } = rig.writes;
  const settled: number[] = [];
  const learning: number[] = [];
  rig.writes.settle = (settlements, now) => {
    const ids = settlements.map(({ monitor }) => monitor);
    const isFirst = !settled.some((id) => learning.includes(id));
    // A minute passes while they learn.
    if (isFirst && ids.some((id) => learning.includes(id)))
      rig.time.advanceTo(rig.time.now() + MINUTE);
    settled.push(...ids);
    return settle(settlements, now);
  };
  await rig.restart();
  const judging = await rig.add();
  await rig.minutes(3, usual);
  await rig.minutes(1, usual, judging.id);
  const input = { type: "push", name: "visits" } as const;
  while (learning.length < 20) learning.push((await rig.add({ input })).id);
  await rig.push(history(20, rig.time.now()), "visits");
  const due = rig.time.now() + 2 * MINUTE;
  await rig.passTo(due, judging.id, ...learning);
  expect(rig.time.now()).toBe(due + MINUTE);
  const firsts = learning.map((id) => settled.indexOf(id));
  expect(settled.lastIndexOf(judging.id)).toBeLessThan(Math.max(...firsts));
});

test("what opens in the first bucket after many have learnt is one alert", async () => {
  const rig = await openMonitoringRig();
  const ids: number[] = [];
  while (ids.length < 18) ids.push((await rig.add()).id);
  await rig.push(history(300, BEGUN));
  await rig.push([[BEGUN, 212]]);
  await rig.passTo(BEGUN + 2 * MINUTE, ...ids);
  expect(await rig.alerts()).toMatchObject([{ title: "18 monitors opened at once" }]);
}, 120_000);

test("whoever pauses a monitor closes its alert, and what comes meanwhile is not judged", async () => {
  const rig = await openMonitoringRig();
  const { id } = await rig.add();
  await rig.push(history(400, BEGUN));
  await rig.minutes(2, usual);
  await rig.minutes(6, (index) => (index < 2 ? usual(index) : 212), id);
  const [open] = await rig.alerts();
  await rig.change(id, { isEnabled: false });
  expect(await rig.alerts()).toMatchObject([{ id: open?.id, status: "resolved" }]);
  expect(await rig.notes(open?.id ?? 0)).toMatchObject([
    { actor: `monitor:${id}`, text: "It was paused" },
  ]);
  await rig.minutes(5, usual);
  await rig.change(id, { isEnabled: true });
  await rig.minutes(2, () => 212);
  await rig.minutes(1, usual, id);
  expect((await rig.kept(id)).standing.progress).toBe(1);
});

test("more than five that open within a bucket are one alert, which the last of them closes", async () => {
  const rig = await openMonitoringRig();
  const names = ["a", "b", "c", "d", "e", "f"];
  const ids: number[] = [];
  for (const name of names) {
    const input = { type: "push", name: "orders" } as const;
    ids.push((await rig.add({ name, input, severity: name === "c" ? "critical" : "info" })).id);
  }
  const other = await rig.add({ name: "other", input: { type: "push", name: "other" } });
  await rig.push(history(300, BEGUN));
  await rig.minutes(2, usual);
  await rig.minutes(6, (index) => (index < 2 ? usual(index) : 212), ...ids);
  const [storm, ...more] = await rig.alerts();
  expect(more).toEqual([]);
  expect(storm).toMatchObject({ title: "6 monitors opened at once", severity: "critical" });
  for (const name of names) expect(storm?.description).toContain(`- ${name} is unusually low: 212`);
  for (const id of ids) expect((await rig.kept(id)).openAlert).toBe(storm?.id);
  await rig.change(ids[0] ?? 0, { isEnabled: false });
  expect((await rig.alerts())[0]?.status).toBe("firing");
  await rig.minutes(12, usual, ...ids.slice(1));
  expect(await rig.alerts()).toMatchObject([{ id: storm?.id, status: "resolved" }]);
  expect((await rig.kept(other.id)).openAlert).toBeNull();
}, 120_000);

test("what opens while all are taught again at a start is one alert", async () => {
  const rig = await openMonitoringRig();
  const ids: number[] = [];
  for (const name of ["a", "b", "c", "d", "e", "f"]) ids.push((await rig.add({ name })).id);
  await rig.push(history(400, BEGUN));
  await rig.minutes(2, usual);
  await rig.minutes(3, usual, ...ids);
  await rig.stop();
  // Its first turn is long, so that all the others are taught before that is over.
  const { id } = await rig.add({ input: { type: "feed", filter: {}, count: "opened" } });
  await rig.minutes(3, () => 10);
  rig.time.advanceTo(rig.time.now() + 2 * MINUTE);
  rig.start();
  await rig.passTo(rig.time.now(), id, ...ids);
  expect(await rig.alerts()).toMatchObject([
    { title: "6 monitors opened at once", status: "firing" },
  ]);
}, 120_000);
