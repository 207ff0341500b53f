import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { EVERYTHING, type Filter } from "../../shared/filter.ts";
import { aReport } from "../../shared/history.arbitrary.ts";
import { openScratch } from "./database.fixture.ts";
import { startReaderPool } from "./reader-pool.ts";
import type { Query } from "./reader-thread.ts";
import { scratchFile } from "./scratch.fixture.ts";

const ROWS = 4000;
const words = Array.from({ length: 60 }, (_, index) => String(index + 10));

/** Reads every text hundreds of times, and finds nothing: seconds of work. */
const ENDLESS: Query = pageOf({
  ...EVERYTHING,
  words: [...Array.from({ length: 8 }, () => words).flat(), "∅"],
});
const QUICK: Query = pageOf({ ...EVERYTHING, source: ["monitor"] });

function pageOf(filter: Filter): Query {
  return { type: "page", filter, place: { type: "head" }, limit: 5 };
}

const file = scratchFile();

/** The processor time (µs) that ENDLESS takes, were it to end. */
let whole = 0;

beforeAll(async () => {
  fill(file);
  const pool = startReaderPool(file, 1, () => {}, Infinity);
  await pool.ask(QUICK); // The thread has started.
  whole = await workOf(() => pool.ask(ENDLESS));
  await pool.close();
});

function fill(file: string): void {
  using scratch = openScratch(file);
  const report = aReport({ fingerprint: null, description: words.join(" ") });
  const commands = Array.from({ length: ROWS }, () => ({ type: "Report" as const, report }));
  scratch.append([{ commands, actor: null }]);
}

function start(threads: number, queryTime = Infinity, of = file) {
  const pool = startReaderPool(of, threads, () => {}, queryTime);
  onTestFinished(() => pool.close());
  return pool;
}

/**
 * The processor time (µs) of this process until then: that a query runs to its end shows in it, and
 * what else the machine does hardly does.
 */
async function workOf(wait: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await wait();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

describe("a query that takes too long", () => {
  test("ends at its deadline", async () => {
    const pool = start(1, 100);
    // To start the thread takes longer, and on a busy machine anything may, but not each time.
    await expect.poll(() => pool.ask(QUICK)).toMatchObject({ ok: true });
    expect(await pool.ask(ENDLESS)).toMatchObject({ problem: { code: "query-timeout" } });
    await expect.poll(() => pool.ask(QUICK)).toMatchObject({ ok: true });
  });

  test("has no more time for having waited", async () => {
    // Here time passes when the test lets it; the thread, which has its own, has plenty of it.
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const pool = start(1, 100_000);
    const [first, waiting] = [pool.ask(QUICK), pool.ask(QUICK)];
    vi.advanceTimersByTime(100_001);
    expect(await first).toMatchObject({ ok: true });
    expect(await waiting).toMatchObject({ problem: { code: "query-timeout" } });
  });

  test("over counts of alerts ends, too, whatever the filter", async () => {
    const pool = start(1, -1);
    const span = { from: null, to: null, buckets: 10 };
    const filter: Filter = { ...EVERYTHING, deleted: "include" };
    expect(await pool.ask({ type: "timeline", filter, span })).toMatchObject({
      problem: { code: "query-timeout" },
    });
  });
});

describe("a query whose asker has gone", () => {
  test("frees its thread for the next", async () => {
    const pool = start(1);
    await pool.ask(QUICK);
    const abandoned = await workOf(async () => {
      await abandon(pool, ENDLESS);
      expect(await pool.ask(QUICK)).toMatchObject({ ok: true });
    });
    expect(abandoned).toBeLessThan(whole / 4);
  });

  test("does not end the one after it", async () => {
    const pool = start(1);
    for (let times = 0; times < 20; times++) {
      const gone = new AbortController();
      const first = pool.ask(times % 2 === 0 ? QUICK : ENDLESS, gone.signal).catch(() => "gone");
      const second = pool.ask(QUICK);
      setImmediate(() => gone.abort());
      await first;
      expect(await second).toMatchObject({ ok: true, value: { alerts: { length: 5 } } });
    }
  });

  test("leaves nothing behind on a signal that lives on", async () => {
    const pool = start(1);
    const { signal } = new AbortController();
    let listeners = 0;
    const [add, remove] = [signal.addEventListener, signal.removeEventListener];
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove.apply(signal, args);
    };
    await pool.ask(QUICK, signal);
    expect(listeners).toBe(0);
  });
});

/** Asks, and hangs up when that has been sent to the thread. */
async function abandon(pool: ReturnType<typeof start>, query: Query): Promise<void> {
  const gone = new AbortController();
  const asked = pool.ask(query, gone.signal);
  setImmediate(() => gone.abort());
  await expect(asked).rejects.toThrow(/aborted/u);
}

test("beyond two hundred that wait, queries are refused", async () => {
  const pool = start(1);
  const asked = Array.from({ length: 202 }, () => pool.ask(QUICK));
  const codes = (await Promise.all(asked)).map((answer) => (answer.ok ? "" : answer.problem.code));
  expect(codes).toEqual([...Array.from({ length: 201 }, () => ""), "store-busy"]);
});

test("a thread that cannot open the file is refused that, and another one takes its place", async () => {
  const missing = scratchFile();
  const causes: string[] = [];
  const pool = startReaderPool(missing, 1, (cause) => causes.push(cause), Infinity);
  onTestFinished(() => pool.close());
  expect(await pool.ask(QUICK)).toMatchObject({ problem: { code: "store-broken" } });
  expect(causes[0]).toMatch(/^SQLITE_CANTOPEN: .*unable to open/u);
  expect(existsSync(missing)).toBe(false);
  fill(missing);
  expect(await pool.ask(QUICK)).toMatchObject({ ok: true });
});

test("a file that another process holds alone is store-busy until it lets go", async () => {
  const held = scratchFile();
  fill(held);
  const other = new Database(held);
  other.pragma("locking_mode = EXCLUSIVE");
  other.exec("begin exclusive");
  const pool = start(1, Infinity, held);
  expect(await pool.ask(QUICK)).toMatchObject({ problem: { code: "store-busy" } });
  other.close();
  expect(await pool.ask(QUICK)).toMatchObject({ ok: true });
});

test("closing answers whoever still waits, and does not wait for long queries", async () => {
  const pool = start(1);
  await pool.ask(QUICK);
  const asked = Promise.all([ENDLESS, QUICK].map((query) => pool.ask(query)));
  expect(await workOf(() => pool.close())).toBeLessThan(whole / 4);
  for (const answer of await asked) expect(answer).toMatchObject({ problem: { code: "stopping" } });
  expect(await pool.ask(QUICK)).toMatchObject({ problem: { code: "stopping" } });
});
