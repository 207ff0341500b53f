import { expect, onTestFinished, test, vi } from "vitest";
import type { Command } from "../../domain/command.ts";
import { EVERYTHING } from "../../domain/filter.ts";
import { aReport } from "../../domain/history.arbitrary.ts";
import { readAge } from "../../domain/retention.ts";
import { openOperations } from "../operations/operations.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { startRetention } from "./retention.ts";

const DAY = 86_400_000;
const OPEN: Command = { type: "Report", report: aReport({ fingerprint: null }) };
const BY = { actor: "user:Mira", address: "192.0.2.1" } as const;

/** Retention by a clock that the test sets. What was posted was posted now, by the machine's. */
async function start(kept: string | null, trashKept: string | null = null) {
  const store = await openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {} });
  const clock = { now: Date.now() };
  const log = { error: vi.fn<() => void>(), info: () => {} };
  const now = () => clock.now;
  const operations = await openOperations({ kept: store.operations, now, log });
  const retention = startRetention({
    kept: kept === null ? null : readAge(kept),
    trashKept: trashKept === null ? null : readAge(trashKept),
    store,
    operations,
    now,
    log,
    lookEvery: 5,
  });
  onTestFinished(async () => {
    await retention.stop();
    await store.close();
  });

  async function execute(...commands: Command[]): Promise<void> {
    await store.execute(commands, null);
  }

  /** Opens so many alerts that are over. */
  async function fill(count: number): Promise<void> {
    const ids = Array.from({ length: count }, (_, index) => index + 1);
    await execute(...ids.map(() => OPEN), ...ids.map((id) => ({ type: "Resolve" as const, id })));
  }

  async function ids(): Promise<number[]> {
    const page = await store.page({ ...EVERYTHING, deleted: "include" }, { type: "head" }, 200);
    return page.ok ? page.value.alerts.map(({ id }) => id) : [];
  }

  /** What has run, the newest first. */
  async function ran() {
    const all = await operations.all();
    return all.map(({ kind, state, result }) => [kind, state, result]);
  }
  return { store, clock, log, operations, retention, execute, fill, ids, ran };
}

const nothing = ["purge", "done", { alerts: 0, bytes: 0 }];

test("what is past its age goes once a day, and what is not stays", async () => {
  const { clock, execute, fill, ids, ran } = await start("90d");
  await fill(2);
  await execute(OPEN);
  await expect.poll(ran).toEqual([nothing]);
  expect(await ids()).toEqual([3, 2, 1]);
  clock.now += 89 * DAY;
  await expect.poll(ran).toEqual([nothing, nothing]);
  clock.now += 2 * DAY;
  await expect.poll(async () => (await ran())[0]).toMatchObject(["purge", "done", { alerts: 2 }]);
  expect(await ids()).toEqual([3]);
});

test("pages say when, and for how long alerts are kept", async () => {
  const { store, clock, fill, ran } = await start("1y");
  await fill(2);
  const end = async () => {
    const page = await store.page(EVERYTHING, { type: "head" }, 10);
    return page.ok ? (page.value.removed ?? null) : undefined;
  };
  await expect.poll(ran).toEqual([nothing]);
  expect(await end()).toBeNull();
  clock.now += 400 * DAY;
  await expect.poll(end).toEqual({ at: new Date(clock.now).toISOString(), kept: "1y" });
});

test("the trash has an age of its own", async () => {
  const { store, clock, execute, ids, ran } = await start(null, "30d");
  await execute(OPEN, OPEN, OPEN, { type: "Delete", id: 1 }, { type: "Resolve", id: 2 });
  await expect.poll(ran).toEqual([nothing]);
  clock.now += 31 * DAY;
  await expect.poll(ids).toEqual([3, 2]);
  expect(await store.page(EVERYTHING, { type: "head" }, 10)).not.toHaveProperty("value.removed");
});

test("where all is kept, nothing is looked for", async () => {
  const { clock, execute, fill, ran, retention, store } = await start(null);
  await fill(1);
  clock.now += 10_000 * DAY;
  await execute(OPEN);
  // Whoever asks for it is the first and only one.
  await retention.begin("2000-01-01T00:00:00.000Z", BY);
  await expect.poll(async () => (await ran()).map(([, state]) => state)).toEqual(["done"]);
  expect(await store.alert(1)).not.toBeNull();
});

test("one that is cancelled keeps what it has removed, and the next goes on", async () => {
  const { operations, retention, fill, ids, store } = await start(null);
  await fill(400);
  const future = new Date(Date.now() + DAY).toISOString();
  const begun = await retention.begin(future, BY);
  if (!begun.ok) throw new Error(begun.problem.code);
  const { id } = begun.value;
  const operation = async () => {
    const found = await operations.operation(id);
    return found.ok ? found.value : null;
  };
  await expect.poll(async () => (await operation())?.progress.done ?? 0).toBeGreaterThan(0);
  expect(await retention.begin(future, BY)).toMatchObject({
    problem: { code: "operation-running" },
  });
  await operations.cancel(id, BY);
  await expect.poll(async () => (await operation())?.state).toBe("cancelled");
  expect((await operation())?.progress).toMatchObject({ total: 400, unit: "alerts" });
  const left = await ids();
  expect(left.length).toBeGreaterThan(0);
  expect(left.length).toBeLessThan(400);
  expect((await retention.begin(future, BY)).ok).toBe(true);
  await expect.poll(ids).toEqual([]);
  expect(await store.alert(400)).toBeNull();
});

test("while one that somebody has begun is under way, what is due waits and nobody is told", async () => {
  const { clock, operations, log, ran, fill } = await start("90d");
  await fill(1);
  await expect.poll(ran).toEqual([nothing]);
  const asked = Promise.withResolvers<undefined>();
  onTestFinished(() => asked.resolve(undefined));
  const begun = vi.spyOn(operations, "start");
  await operations.start(
    "purge",
    async function* () {
      yield { done: 0, total: null, unit: "alerts" };
      await asked.promise;
    },
    BY,
  );
  clock.now += 91 * DAY;
  // It looks again only after it was refused.
  await expect.poll(() => begun.mock.calls.length).toBeGreaterThan(2);
  expect(log.error).not.toHaveBeenCalled();
  asked.resolve(undefined);
  await expect.poll(async () => (await ran())[0]).toMatchObject(["purge", "done", { alerts: 1 }]);
});

test("a store that cannot be written is the end of it, and the next day is tried again", async () => {
  const { clock, ran, store, fill } = await start("90d");
  await fill(1);
  await expect.poll(ran).toEqual([nothing]);
  const { purge } = store;
  const full = { ok: false, problem: { code: "store-full", detail: "no room" } } as const;
  Object.assign(store, { purge: async () => full });
  clock.now += 91 * DAY;
  await expect.poll(async () => (await ran())[0]?.[1]).toBe("failed");
  Object.assign(store, { purge });
  clock.now += DAY;
  await expect.poll(async () => (await ran())[0]).toMatchObject(["purge", "done", { alerts: 1 }]);
});
