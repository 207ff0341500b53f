import Database from "better-sqlite3";
import { expect, onTestFinished, test, vi } from "vitest";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { ok } from "../../../../domain/problem.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { openSqliteStore } from "../sqlite-store.ts";

const big = { type: "Report" as const, report: aReport({ description: "x".repeat(100_000) }) };
const small = { type: "Report" as const, report: aReport({ fingerprint: null }) };

/** A store whose file has no room for something big until `free` gives it some. */
async function openFull() {
  const file = scratchFile();
  const told: string[] = [];
  const options = {
    onRefused: (cause: string) => told.push(cause),
    onRecovered: () => told.push("recovered"),
    onLost: () => {},
  };
  await (await openSqliteStore(file, options)).close();
  const other = new Database(file);
  other.exec("create table ballast as select zeroblob(8000000)");
  const maxPages = Number(other.pragma("page_count", { simple: true })) + 20;
  const store = await openSqliteStore(file, { ...options, maxPages });
  onTestFinished(async () => {
    other.close();
    await store.close();
  });
  return { store, other, told, free: () => other.exec("drop table ballast") };
}

test("without room nothing is kept, and with room all is, without a new start", async () => {
  const { store, told, free } = await openFull();
  const refused = await Promise.all([1, 2, 3].map(() => store.execute([small, big], null)));
  for (const answer of refused) expect(answer).toMatchObject({ problem: { code: "store-full" } });
  expect([store.head().seq, await store.alert(1)]).toEqual([0, null]);
  expect(told).toEqual([expect.stringMatching(/^SQLITE_FULL/u)]);

  free();
  expect(await store.execute([small, big], null)).toMatchObject({ ok: true });
  expect(store.head().seq).toBe(2);
  expect(told.at(-1)).toBe("recovered");
});

test("is not ready until there is room for what was refused, though a little would fit", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const { store, free } = await openFull();
  expect(await store.ready()).toEqual(ok(null));
  await store.execute([big], null);
  for (let seconds = 0; seconds < 3; seconds += 1) {
    expect(await store.ready()).toMatchObject({ problem: { code: "store-full" } });
    vi.advanceTimersByTime(1_000);
  }
  free();
  expect(await store.ready()).toEqual(ok(null));
});

test("to be asked whether it is ready leaves no trace", async () => {
  const { store, other } = await openFull();
  const count = () => other.prepare("select count(*) from meta").pluck().get();
  const before = count();
  expect(await store.ready()).toEqual(ok(null));
  expect([store.head().seq, count()]).toEqual([0, before]);
});
