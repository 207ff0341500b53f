import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { EVERYTHING, type Filter, readFilter } from "../../../../domain/filter.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { range } from "../../conformance/subject.ts";
import { openScratch } from "../database.fixture.ts";
import { startReaderPool } from "./reader-pool.ts";
import type { Query } from "../reads.ts";
import { scratchFile } from "../file/scratch.fixture.ts";

/** Both go round in SQLite for ever, and nobody in it looks at a clock: see `fill`. */
const ENDLESS: Query = pageOf(readFilter({ label: ["goes=on"] }));
const ENDLESS_TIMELINE: Query = {
  name: "timeline",
  input: { filter: EVERYTHING, span: { from: 0, to: 1e12, buckets: 10 } },
};
const QUICK: Query = pageOf({ ...EVERYTHING, source: ["monitor"] });
const HISTORY: Query = { name: "history", input: { id: 1, place: { type: "newest" }, limit: 5 } };

function pageOf(filter: Filter): Query {
  return { name: "page", input: { filter, place: { type: "head" }, limit: 5 } };
}

const file = scratchFile();

beforeAll(() => fill(file));

function fill(file: string): void {
  using scratch = openScratch(file);
  const report = aReport({ fingerprint: null });
  const commands = Array.from({ length: 10 }, () => ({ type: "Report" as const, report }));
  scratch.append([{ commands, actor: null }]);
  const endless =
    "with recursive endless(number) as (select -1 union all select -1 from endless) select";
  scratch.tables.$client.exec(`
    drop table counts;
    create view counts as ${endless} number as minute, 'info' as severity, 1 as alerts from endless;
    drop table labels;
    create view labels as ${endless} number as alert_id, '' as name, '' as value from endless`);
}

function start(search: number, queryTime = Infinity, of = file, history = 0) {
  const pool = startReaderPool(of, () => {}, {
    places: { search, timeline: 0, history },
    queryTime,
  });
  onTestFinished(() => pool.close());
  return pool;
}

/** The readers that are started until the test ends. */
function watchStarts(): ChildProcess[] {
  const started: ChildProcess[] = [];
  const watch = (message: unknown) => {
    started.push((message as { readonly process: ChildProcess }).process);
  };
  subscribe("child_process", watch);
  onTestFinished(() => void unsubscribe("child_process", watch));
  return started;
}

function fateOf(reader: ChildProcess): Promise<"ready" | "ended"> {
  return new Promise((resolve) => {
    reader.once("message", () => resolve("ready"));
    reader.once("exit", () => resolve("ended"));
  });
}

/** For what waits here only: processes take the time that they take. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
}

describe("a history", () => {
  test("does not wait for the searches of others", async () => {
    const pool = start(1, Infinity, file, 1);
    const searches = [ENDLESS, QUICK].map((query) => pool.ask(query));
    for (let times = 0; times < 2; times++) {
      expect(await pool.ask(HISTORY)).toMatchObject({ ok: true, value: { events: { length: 1 } } });
    }
    await pool.close();
    for (const search of searches) {
      expect(await search).toMatchObject({ problem: { code: "stopping" } });
    }
  });

  test("is read by a process that searches, where one is idle", async () => {
    const started = watchStarts();
    const pool = start(1, Infinity, file, 1);
    for (const query of [QUICK, HISTORY, QUICK]) await pool.ask(query);
    expect(started).toHaveLength(1);
  });

  test("has its place, however many wait", async () => {
    const pool = start(1, Infinity, file, 1);
    const codes = [ENDLESS, ...Array.from({ length: 201 }, () => QUICK)].map(async (query) => {
      const answer = await pool.ask(query);
      return answer.ok ? "" : answer.problem.code;
    });
    expect(await pool.ask(HISTORY)).toMatchObject({ ok: true });
    await pool.close();
    expect(await Promise.all(codes)).toContain("stopping");
  });
});

test("a page does not wait for the timelines of others, nor do more of them begin than have a place", async () => {
  const started = watchStarts();
  const pool = startReaderPool(file, () => {}, { queryTime: Infinity });
  onTestFinished(() => pool.close());
  const timelines = range(1, 4).map(() => pool.ask(ENDLESS_TIMELINE));
  for (let times = 0; times < 2; times++) {
    expect(await pool.ask(QUICK)).toMatchObject({ ok: true, value: { alerts: { length: 5 } } });
    expect(await pool.ask(HISTORY)).toMatchObject({ ok: true });
  }
  expect(started.length).toBeLessThanOrEqual(4);
  await pool.close();
  for (const timeline of await Promise.all(timelines)) {
    expect(timeline).toMatchObject({ problem: { code: "stopping" } });
  }
});

describe("a reader", () => {
  /** As startReaderPool has them (ms). */
  const START_TIME = 30_000;
  const IDLE_TIME = 30_000;

  test("leaves when nothing is asked for a while, and another one answers what is asked then", async () => {
    stopClock();
    const started = watchStarts();
    const pool = start(1);
    for (let times = 0; times < 2; times++) {
      await pool.ask(QUICK);
      vi.advanceTimersByTime(IDLE_TIME - 1);
    }
    expect(started.map(({ killed }) => killed)).toEqual([false]);
    vi.advanceTimersByTime(1);
    expect(started.map(({ killed }) => killed)).toEqual([true]);
    // It is not gone yet.
    expect(await pool.ask(QUICK)).toMatchObject({ ok: true });
    expect(started).toHaveLength(2);
  });

  test("starts at nobody's cost, however long it takes, and what waits has its time from then on", async () => {
    stopClock();
    const started = watchStarts();
    const pool = start(1, 100);
    const first = pool.ask(QUICK);
    const [waits, begun] = [pool.ask(ENDLESS), started[0]];
    vi.advanceTimersByTime(IDLE_TIME);
    expect(await first).toMatchObject({ ok: true });
    expect(begun?.killed).toBe(false);
    vi.advanceTimersByTime(99);
    expect(begun?.killed).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await waits).toMatchObject({ problem: { code: "query-timeout" } });
  });

  test("that has yet to start is not taken along by what waits for it too long", async () => {
    stopClock();
    const started = watchStarts();
    const pool = start(1, 1);
    const asked = [QUICK, QUICK].map((query) => pool.ask(query));
    vi.advanceTimersByTime(START_TIME + 1);
    for (const answer of await Promise.all(asked))
      expect(answer).toMatchObject({ problem: { code: "query-timeout" } });
    expect(await Promise.all(started.map(fateOf))).toEqual(["ready"]);
  });

  test("stays for a query that comes at the last moment, as long as that takes", async () => {
    stopClock();
    const started = watchStarts();
    const pool = start(1);
    await pool.ask(QUICK);
    vi.advanceTimersByTime(IDLE_TIME - 1);
    const asked = pool.ask(QUICK);
    vi.advanceTimersByTime(IDLE_TIME);
    expect(await asked).toMatchObject({ ok: true });
    void pool.ask(ENDLESS);
    vi.advanceTimersByTime(10 * IDLE_TIME);
    expect(started.map(({ killed }) => killed)).toEqual([false]);
  });

  test("that leaves is gone once the pool is closed", async () => {
    stopClock();
    const started = watchStarts();
    const pool = start(1);
    await pool.ask(QUICK);
    vi.advanceTimersByTime(IDLE_TIME);
    expect(started.map(({ signalCode }) => signalCode)).toEqual([null]);
    await pool.close();
    expect(started.map(({ signalCode }) => signalCode)).toEqual(["SIGKILL"]);
  });
});

test("a reader amid a query does not outlive the server", async () => {
  const started = watchStarts();
  const before = process.listeners("exit");
  const pool = start(1);
  await pool.ask(QUICK);
  void pool.ask(ENDLESS);
  const [reader] = started;
  if (reader === undefined) throw new Error("There is no reader.");
  const ended = once(reader, "exit");
  // As where the process exits, which this one is not to do.
  for (const listener of process.listeners("exit")) if (!before.includes(listener)) listener(1);
  expect(await ended).toEqual([null, "SIGKILL"]);
});

describe("a query that takes too long", () => {
  test("ends at its deadline, whatever it does, and frees its reader for the next", async () => {
    const pool = start(1, 500);
    for (let times = 0; times < 2; times++) {
      // To start the reader takes longer, and on a busy machine anything may, but not each time.
      await expect.poll(() => pool.ask(QUICK)).toMatchObject({ ok: true });
      expect(await pool.ask(ENDLESS)).toMatchObject({ problem: { code: "query-timeout" } });
    }
  });

  test("has no more time for having waited", async () => {
    const pool = start(1, 500);
    await expect.poll(() => pool.ask(QUICK)).toMatchObject({ ok: true });
    const answers = await Promise.all([ENDLESS, ENDLESS, QUICK].map((query) => pool.ask(query)));
    for (const answer of answers) {
      expect(answer).toMatchObject({ problem: { code: "query-timeout" } });
    }
  });
});

describe("a query whose asker has gone", () => {
  test("frees its reader for the next", async () => {
    const pool = start(1);
    await pool.ask(QUICK);
    for (let times = 0; times < 2; times++) {
      await abandon(pool, ENDLESS);
      expect(await pool.ask(QUICK)).toMatchObject({ ok: true });
    }
  });

  test("does not end the one after it", async () => {
    const pool = start(1);
    for (let times = 0; times < 10; times++) {
      const gone = new AbortController();
      const first = pool.ask(times % 3 === 0 ? ENDLESS : QUICK, gone.signal).catch(() => "gone");
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

/** Asks, and hangs up when that has been sent to the reader. */
async function abandon(pool: ReturnType<typeof start>, query: Query): Promise<void> {
  const gone = new AbortController();
  const asked = pool.ask(query, gone.signal);
  setImmediate(() => gone.abort());
  await expect(asked).rejects.toThrow(/aborted/u);
}

test("beyond two hundred that wait, queries are refused", async () => {
  const pool = start(1);
  await pool.ask(QUICK);
  const asked = Array.from({ length: 202 }, () => pool.ask(QUICK));
  const codes = (await Promise.all(asked)).map((answer) => (answer.ok ? "" : answer.problem.code));
  expect(codes).toEqual([...Array.from({ length: 201 }, () => ""), "store-busy"]);
});

test("a reader that cannot open the file is refused that, and another one takes its place", async () => {
  const missing = scratchFile();
  const causes: string[] = [];
  const pool = startReaderPool(missing, (cause) => causes.push(cause), { queryTime: Infinity });
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
  await pool.close();
  for (const answer of await asked) expect(answer).toMatchObject({ problem: { code: "stopping" } });
  expect(await pool.ask(QUICK)).toMatchObject({ problem: { code: "stopping" } });
});
