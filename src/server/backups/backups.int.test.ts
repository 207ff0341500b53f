import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Time } from "../../domain/alert.ts";
import { backupName } from "../../domain/backup-name.ts";
import { EVERYTHING } from "../../domain/filter.ts";
import type { Steps } from "../../domain/operation.ts";
import type { Backup } from "../../protocol/backups.ts";
import { openOperations } from "../operations/operations.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { startBackups } from "./backups.ts";
import { manifestFile } from "./folder.ts";
import { manifestText } from "./manifest.ts";
import type { Schedule } from "./schedule.ts";

const HOUR = 3_600_000;
const T0 = Date.parse("2026-11-26T00:00:00.000Z");
/** At every whole hour. */
const HOURLY: Schedule = {
  line: "0 * * * *",
  next: (after) => (Math.floor(after / HOUR) + 1) * HOUR,
};

/** Backups of a clock that the test sets, of which each is an empty file. */
async function start(schedule: Schedule | null = HOURLY, last = 5) {
  const folder = `${scratchFile()}-backups`;
  mkdirSync(folder);
  const store = await openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {} });
  const clock = { now: T0, isBroken: false };
  const log = { error: () => {}, info: () => {} };
  const now = () => clock.now;
  const operations = await openOperations({ kept: store.operations, now, log });
  let underWay: Promise<unknown> = Promise.resolve();
  const starting: typeof operations.start = async (...begun) => {
    const started = await operations.start(...begun);
    if (started.ok) underWay = started.value.ended;
    return started;
  };
  // oxlint-disable-next-line require-yield
  function* make(at: Time): Steps<Backup> {
    if (clock.isBroken) throw new Error("It is broken.");
    return put(folder, at);
  }
  const backups = startBackups({
    folder,
    isFolderNamed: true,
    retention: { resolved: "90d", trash: null },
    schedule,
    keep: { type: "last", count: last },
    make,
    operations: { ...operations, start: starting },
    kept: store.operations,
    store,
    now,
    log,
    lookEvery: 5,
  });
  onTestFinished(async () => {
    await backups.stop();
    await store.close();
  });

  async function alerts() {
    const page = await store.page(EVERYTHING, { type: "head" }, 10);
    return page.ok ? page.value.alerts.map(({ title, status }) => `${title}: ${status}`) : [];
  }
  /** Once what has put the last of them there has ended: what is due amid that is not made. */
  async function all(): Promise<readonly Time[]> {
    const found = await backups.all();
    await underWay;
    return found.map(({ at }) => at);
  }
  const made = async () => (await all()).map((at) => at.slice(11, 16)).toReversed();
  return { backups, clock, folder, alerts, all, made, ended: async () => store.operations.all() };
}

function put(folder: string, at: Time): Backup {
  const name = backupName(at);
  const backup = { name, at, bytes: 0, seq: 0, alerts: 0, events: 0, checked: true };
  const whole = { ...backup, sha256: "0".repeat(64) };
  const file = path.join(folder, name);
  writeFileSync(manifestFile(file), manifestText({ ...whole, epoch: "e", databaseBytes: 0 }));
  writeFileSync(file, "");
  return whole;
}

test("one is made whenever it is due, and once for what was slept through", async () => {
  const { clock, made } = await start();
  clock.now = T0 + HOUR - 1;
  expect(await made()).toEqual([]);
  clock.now = T0 + HOUR;
  await expect.poll(made).toEqual(["01:00"]);
  clock.now = T0 + 2 * HOUR + 5;
  await expect.poll(made).toEqual(["01:00", "02:00"]);
  clock.now = T0 + 7.5 * HOUR;
  await expect.poll(made).toEqual(["01:00", "02:00", "07:30"]);
});

test("one that fails when it is due opens an alert, which the next resolves", async () => {
  const { clock, alerts, made } = await start();
  clock.isBroken = true;
  clock.now = T0 + HOUR;
  await expect.poll(alerts).toEqual(["A backup failed: firing"]);
  clock.isBroken = false;
  clock.now = T0 + 2 * HOUR;
  await expect.poll(alerts).toEqual(["A backup failed: resolved"]);
  expect(await made()).toEqual(["02:00"]);
});

test("where two in a row are missing it is overdue, which is said once until one is made", async () => {
  const { clock, alerts, ended, folder } = await start();
  put(folder, new Date(T0).toISOString());
  clock.isBroken = true;
  clock.now = T0 + HOUR;
  await expect.poll(alerts).toEqual(["A backup failed: firing"]);
  clock.now = T0 + 2 * HOUR;
  await expect.poll(async () => (await ended()).length).toBe(2);
  clock.now += 120_000;
  const both = ["The backup is overdue: firing", "A backup failed: firing"];
  await expect.poll(alerts).toEqual(both);
  clock.now += 120_000;
  clock.isBroken = false;
  clock.now = T0 + 3 * HOUR;
  await expect
    .poll(alerts)
    .toEqual(["The backup is overdue: resolved", "A backup failed: resolved"]);
});

test("one that a clock gone wrong has dated later keeps no other from being made, kept or missed", async () => {
  const { clock, folder, alerts, all } = await start(HOURLY, 1);
  const hours = async () => (await all()).map((at) => at.slice(0, 13));
  for (const time of ["2026-11-25T00", "2031-01-01T00"]) put(folder, `${time}:00:00.000Z`);
  clock.now = T0 + HOUR;
  await expect.poll(hours).toEqual(["2031-01-01T00", "2026-11-26T01"]);
  clock.isBroken = true;
  clock.now = T0 + 2 * HOUR;
  await expect.poll(alerts).toEqual(["A backup failed: firing"]);
  clock.now = T0 + 3 * HOUR;
  const both = ["The backup is overdue: firing", "A backup failed: firing"];
  await expect.poll(alerts).toEqual(both);
  expect(await hours()).toEqual(["2031-01-01T00", "2026-11-26T01"]);
});

test("without a schedule none is made but what is asked for, and none is overdue", async () => {
  const { clock, backups, alerts, made } = await start(null);
  clock.now = T0 + 100 * HOUR;
  expect((await backups.begin(null)).ok).toBe(true);
  await expect.poll(made).toEqual(["04:00"]);
  expect(await alerts()).toEqual([]);
});
