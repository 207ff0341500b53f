import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { beginOperation, type Steps } from "../../domain/operation.ts";
import { fail } from "../../domain/problem.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { By } from "../store/people.ts";
import { Refusal } from "../store/refusal.ts";
import { openOperations } from "./operations.ts";

const BY: By = { actor: "user:root", address: null };
const NOW = Date.parse("2026-11-26T12:00:00.000Z");

async function open(file = scratchFile(), now = () => NOW) {
  const store = await openSqliteStore(file, {
    onRefused: () => {},
    onLost: () => {},
    busyTimeout: 10,
  });
  onTestFinished(() => store.close());
  const logged: unknown[] = [];
  const log = { error: (...line: readonly unknown[]) => void logged.push(line) };
  const operations = await openOperations({ kept: store.operations, now, log });
  return { operations, kept: store.operations, logged, close: store.close };
}

/** Work that goes on until it is broken off, and says when it has been. */
function endless() {
  const undone = Promise.withResolvers<void>();
  function* work(): Steps<string> {
    try {
      for (let done = 1; ; done++) yield { done, total: null, unit: "steps" };
    } finally {
      undone.resolve();
    }
  }
  return { work, undone: undone.promise };
}

function* done(): Steps<string> {
  yield { done: 1, total: 1, unit: "steps" };
  return "all";
}

async function begin<T>(of: Awaited<ReturnType<typeof open>>, steps: () => Steps<T>) {
  const started = await of.operations.start("backup", steps, BY);
  if (!started.ok) throw new Error(started.problem.detail);
  return started.value;
}

test("an operation can be looked at while it runs, and is kept as it ended", async () => {
  const opened = await open();
  const { work, undone } = endless();
  const { operation, ended } = await begin(opened, work);
  await expect
    .poll(async () => (await opened.operations.all())[0]?.progress.done)
    .toBeGreaterThan(1);
  expect(await opened.operations.operation(operation.id)).toMatchObject({
    value: { id: operation.id, state: "running" },
  });
  expect(await opened.operations.cancel(operation.id, BY)).toMatchObject({ ok: true });
  await undone;
  expect(await ended).toMatchObject({ state: "cancelled" });
  expect(await opened.kept.all()).toMatchObject([{ state: "cancelled", problem: null }]);
});

test("when it began is told once for all, however late its first step comes", async () => {
  let time = NOW;
  const opened = await open(scratchFile(), () => (time += 1_000));
  const { operation, ended } = await begin(opened, done);
  const { startedAt } = operation;
  expect((await opened.operations.all())[0]?.startedAt).toBe(startedAt);
  expect(await ended).toMatchObject({ startedAt });
  expect(await opened.kept.all()).toMatchObject([{ startedAt }]);
});

test("what it brought is kept", async () => {
  const opened = await open();
  const { ended } = await begin(opened, done);
  await ended;
  expect(await opened.operations.all()).toMatchObject([{ state: "done", result: "all" }]);
});

test("of each kind one runs at a time, and the next when it has ended", async () => {
  const opened = await open();
  const { operation, ended } = await begin(opened, endless().work);
  expect(await opened.operations.start("backup", done, BY)).toMatchObject({
    problem: { code: "operation-running" },
  });
  const other = await opened.operations.start("rebuild", done, BY);
  expect(other.ok).toBe(true);
  await opened.operations.cancel(operation.id, BY);
  await ended;
  expect((await opened.operations.start("backup", done, BY)).ok).toBe(true);
});

test("one that is told of as ended keeps no other waiting, and is told of so from then on", async () => {
  const opened = await open();
  const [asked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { kept, logged } = opened;
  const log = { error: (...line: readonly unknown[]) => void logged.push(line) };
  const operations = await openOperations({
    kept: {
      ...kept,
      async end(...ended) {
        asked.resolve();
        await held.promise;
        return kept.end(...ended);
      },
      // Read before the end is in the list, and answered after that.
      async all() {
        const all = await kept.all();
        held.resolve();
        await first.ended;
        return all;
      },
    },
    now: () => NOW,
    log,
  });
  const first = await begin({ ...opened, operations }, done);
  await asked.promise;
  expect(await operations.operation(first.operation.id)).toMatchObject({
    value: { state: "done" },
  });
  const next = await operations.start("backup", done, BY);
  expect(next.ok).toBe(true);
  expect((await operations.all()).find(({ id }) => id === first.operation.id)?.state).toBe("done");
});

test("one that another node runs is cancelled by that node, once it hears of it", async () => {
  const here = await open();
  const log = { error: () => {} };
  const there = await openOperations({ kept: here.kept, isShared: true, now: () => NOW, log });
  const { work, undone } = endless();
  const { operation, ended } = await begin(here, work);
  expect(await there.cancel(operation.id, BY)).toMatchObject({
    value: { id: operation.id, state: "running" },
  });
  here.operations.cancelled(operation.id);
  await undone;
  expect(await ended).toMatchObject({ state: "cancelled" });
  expect(await there.cancel(operation.id, BY)).toMatchObject({
    problem: { code: "operation-ended" },
  });
});

test("what is not there, or has ended, cannot be cancelled", async () => {
  const opened = await open();
  const { operation, ended } = await begin(opened, done);
  await ended;
  const { operations } = opened;
  expect(await operations.cancel(operation.id, BY)).toMatchObject({
    problem: { code: "operation-ended" },
  });
  expect(await operations.cancel(9, BY)).toMatchObject({
    problem: { code: "operation-not-found" },
  });
});

test("what fails says why in the list: in our words, and of a defect nothing", async () => {
  const opened = await open();
  // oxlint-disable-next-line require-yield
  function* refused(): Steps<never> {
    throw new Refusal({ ...fail("store-full", "No room."), cause: "SQLITE_FULL" });
  }
  // oxlint-disable-next-line require-yield
  function* broken(): Steps<never> {
    throw new Error("at /secret/path");
  }
  await (
    await begin(opened, refused)
  ).ended;
  await (
    await begin(opened, broken)
  ).ended;
  expect(await opened.kept.all()).toMatchObject([
    { state: "failed", problem: { code: "internal" } },
    { state: "failed", problem: { code: "store-full", detail: "No room." } },
  ]);
  expect(JSON.stringify(await opened.kept.all())).not.toContain("secret");
  expect(opened.logged).toHaveLength(2);
});

test("an orderly end interrupts what runs, and begins nothing more", async () => {
  const opened = await open();
  const { work, undone } = endless();
  await begin(opened, work);
  await opened.operations.stop();
  await undone;
  expect(await opened.kept.all()).toMatchObject([
    { state: "failed", problem: { code: "operation-interrupted" } },
  ]);
  expect(await opened.operations.start("backup", done, BY)).toMatchObject({
    problem: { code: "stopping" },
  });
});

test("an end that the list cannot be told of is told all the same", async () => {
  const file = scratchFile();
  const opened = await open(file);
  const { operation, ended } = await begin(opened, endless().work);
  const other = new Database(file);
  other.exec("begin immediate");
  await opened.operations.stop();
  await ended;
  expect(opened.logged).toHaveLength(1);
  other.close();
  expect(await opened.kept.all()).toMatchObject([{ state: "running" }]);
  expect(await opened.operations.all()).toMatchObject([{ state: "failed" }]);
  expect(await opened.operations.cancel(operation.id, BY)).toMatchObject({
    problem: { code: "operation-ended" },
  });
});

test("what ran when the process died has failed at the next start", async () => {
  const file = scratchFile();
  const first = await open(file);
  const begun = await first.kept.begin(beginOperation("backup", new Date(NOW).toISOString()), null);
  expect(begun.ok).toBe(true);
  await first.close();
  const second = await open(file);
  expect(await second.operations.all()).toMatchObject([
    { state: "failed", problem: { code: "operation-interrupted" } },
  ]);
});
