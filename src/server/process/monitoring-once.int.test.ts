import { describe, expect, test } from "vitest";
import type { MonitorWrites } from "../store/monitors.ts";
import { describePostgres } from "../store/postgres/connection/database.fixture.ts";
import { scratchDatabase } from "../store/postgres/postgres-store.fixture.ts";
import { BEGUN, history, MINUTE, openMonitoringRig, usual } from "./monitoring.fixture.ts";

// Whoever watches may be killed at any time: of each bucket that is judged all is written, or nothing.

describe("in SQLite", () => {
  describeOnce(() => openMonitoringRig());
});
describePostgres("in PostgreSQL", () => {
  describeOnce(async () => openMonitoringRig({ url: await scratchDatabase() }));
});

type Rig = Awaited<ReturnType<typeof openMonitoringRig>>;

/** A monitor that is about to judge a bucket with such a value, with whoever watches being killed at that. */
async function killedAt(rig: Rig, value: number, isWritten: boolean) {
  const { id } = await rig.add();
  await rig.push(history(400, BEGUN));
  await rig.minutes(2, usual);
  await rig.minutes(3, usual, id);
  if (value === 980) {
    await rig.minutes(3, () => 212, id);
    await rig.minutes(4, usual, id);
    expect(await rig.alerts()).toMatchObject([{ status: "firing" }]);
  }
  await rig.push([[rig.time.now(), value]]);
  rig.time.advanceTo(rig.time.now() + MINUTE);
  await rig.passTo(rig.time.now(), id);
  await rig.push([[rig.time.now(), value]]);
  const killed = Promise.withResolvers<void>();
  rig.writes.settle = async (...asked: Parameters<MonitorWrites["settle"]>) => {
    if (isWritten) await rig.store.monitors.settle(...asked);
    killed.resolve();
    return new Promise(() => {});
  };
  await rig.stop();
  rig.start();
  rig.time.advanceTo(rig.time.now() + MINUTE);
  await killed.promise;
  rig.writes.settle = rig.store.monitors.settle;
  // Nobody waits for the one that was killed.
  rig.start();
  await rig.passTo(rig.time.now(), id);
  return id;
}

function describeOnce(open: () => Promise<Rig>): void {
  test.each([
    ["before it is written", false],
    ["after it was written", true],
  ])("an alert is opened once, whoever is killed %s", async (_, isWritten) => {
    const rig = await open();
    const id = await killedAt(rig, 212, isWritten);
    await rig.minutes(4, () => 212, id);
    expect(await rig.alerts()).toMatchObject([{ status: "firing", occurrences: 1 }]);
    await rig.minutes(12, usual, id);
    expect(await rig.alerts()).toMatchObject([{ status: "resolved" }]);
  });

  test.each([
    ["before it is written", false],
    ["after it was written", true],
  ])("no close is lost, whoever is killed %s", async (_, isWritten) => {
    const rig = await open();
    const id = await killedAt(rig, 980, isWritten);
    await rig.minutes(12, usual, id);
    const [alert, ...more] = await rig.alerts();
    expect(more).toEqual([]);
    expect(alert?.status).toBe("resolved");
    expect(await rig.notes(alert?.id ?? 0)).toHaveLength(1);
  });

  test("two that watch the same judge each bucket once", async () => {
    const rig = await open();
    const { id } = await rig.add();
    await rig.push(history(400, BEGUN));
    rig.abandon();
    rig.start();
    await rig.minutes(2, usual);
    await rig.minutes(3, usual, id);
    await rig.minutes(5, () => 212, id);
    await rig.minutes(12, usual, id);
    expect(await rig.alerts()).toMatchObject([{ status: "resolved", occurrences: 1 }]);
  });
}
