import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { EVERYTHING, type Filter } from "../../shared/filter.ts";
import { aReport } from "../../shared/history.arbitrary.ts";
import { openScratch } from "./database.fixture.ts";
import { startReaderPool } from "./reader-pool.ts";
import type { Query } from "./reader-thread.ts";
import { scratchFile } from "./scratch.fixture.ts";

const ROWS = 4000;
const words = Array.from({ length: 60 }, (_, index) => String(index + 10));

/** Reads every text hundreds of times, and finds nothing. */
const ENDLESS: Query = pageOf({
  ...EVERYTHING,
  words: [...Array.from({ length: 8 }, () => words).flat(), "∅"],
});
const QUICK: Query = pageOf({ ...EVERYTHING, source: ["monitor"] });

function pageOf(filter: Filter): Query {
  return { type: "page", filter, place: { type: "head" }, limit: 5 };
}

const file = scratchFile();

beforeAll(() => fill(file));

function fill(file: string): void {
  using scratch = openScratch(file);
  const report = aReport({ fingerprint: null, description: words.join(" ") });
  const commands = Array.from({ length: ROWS }, () => ({ type: "Report" as const, report }));
  scratch.append([{ commands, actor: null }]);
}

function start(threads: number, queryTime?: number, of = file) {
  const pool = startReaderPool(of, threads, () => {}, queryTime);
  onTestFinished(() => pool.close());
  return pool;
}

async function timeOf(wait: Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await wait;
  return performance.now() - begun;
}

describe("a query that takes too long", () => {
  test("ends at its deadline", async () => {
    const pool = start(1, 1_000);
    expect(await pool.ask(ENDLESS)).toMatchObject({ problem: { code: "query-timeout" } });
    expect(await pool.ask(QUICK)).toMatchObject({ ok: true });
  });

  test("has no more time for having waited", async () => {
    const pool = start(1, 500);
    await pool.ask(QUICK); // The thread has started.
    const answers = Promise.all([1, 2, 3, 4, 5, 6].map(() => pool.ask(ENDLESS)));
    expect(await timeOf(answers)).toBeLessThan(2_000);
    for (const answer of await answers) {
      expect(answer).toMatchObject({ problem: { code: "query-timeout" } });
    }
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
    const pool = start(1, 60_000);
    await pool.ask(QUICK); // The thread has started.
    const alone = await timeOf(endAfter(pool, 20_000));
    await endAfter(pool, 50);
    expect(await timeOf(pool.ask(QUICK))).toBeLessThan(alone / 4);
  });

  test("does not end the one after it", async () => {
    const pool = start(1, 60_000);
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

/** Asks for what does not end, and hangs up after so many milliseconds. */
async function endAfter(pool: ReturnType<typeof start>, milliseconds: number): Promise<void> {
  await pool.ask(ENDLESS, AbortSignal.timeout(milliseconds)).catch(() => {});
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
  const pool = startReaderPool(missing, 1, (cause) => causes.push(cause));
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
  const pool = start(1, 5000, held);
  expect(await pool.ask(QUICK)).toMatchObject({ problem: { code: "store-busy" } });
  other.close();
  expect(await pool.ask(QUICK)).toMatchObject({ ok: true });
});

test("closing answers whoever still waits, and does not wait for long queries", async () => {
  const pool = start(1, 60_000);
  await pool.ask(QUICK);
  const asked = Promise.all([ENDLESS, QUICK].map((query) => pool.ask(query)));
  expect(await timeOf(pool.close())).toBeLessThan(1000);
  for (const answer of await asked) expect(answer).toMatchObject({ problem: { code: "stopping" } });
  expect(await pool.ask(QUICK)).toMatchObject({ problem: { code: "stopping" } });
});
