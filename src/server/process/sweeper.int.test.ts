import { expect, onTestFinished, test } from "vitest";
import { aReport } from "../../domain/history.arbitrary.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import type { Sweep } from "../store/store.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";
import { startSweeper } from "./sweeper.ts";

const MINUTE = 60_000;

/** A store and time that passes in it as the test sets its clock. */
async function open(file: string) {
  const store = await openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
  return { ...store, ...passing(store) };
}

function passing(store: Pick<Store, "sweep">) {
  const clock = { now: Date.now() };
  const sweeps: Sweep[] = [];
  let told = () => {};
  const watched = {
    async sweep(sweep: Sweep) {
      sweeps.push(sweep);
      const done = await store.sweep(sweep);
      told();
      return done;
    },
  };
  const faults: unknown[] = [];
  const onFault = (error: unknown) => void faults.push(error);
  const stop = startSweeper(watched, { now: () => clock.now, onFault, every: 1 });
  onTestFinished(stop);

  /** Lets the clock run in steps of 20 seconds, and at the end of each a whole sweep. */
  async function pass(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; left -= 20_000) {
      clock.now += Math.min(left, 20_000);
      await sweep();
    }
  }

  /** The one that is under way may have begun before the clock was set. */
  async function sweep(): Promise<void> {
    for (let begun = sweeps.length; sweeps.length < begun + 2;) {
      await new Promise<void>((resolve) => (told = resolve));
    }
  }

  return { clock, sweeps, faults, pass, sweep, stop };
}

function leased(until: number) {
  const expiresAt = new Date(until).toISOString();
  return { type: "Report", report: aReport({ expiresAt }) } as const;
}

test("a lease ends when its time has passed, and is told to whoever listens", async () => {
  const tocsin = await open(scratchFile());
  const until = tocsin.clock.now + MINUTE;
  await tocsin.execute([leased(until)], null);
  await tocsin.pass(MINUTE - 1);
  expect((await tocsin.alert(1))?.status).toBe("firing");
  const told: (string | null)[] = [];
  tocsin.onCommit(({ changes }) =>
    told.push(...changes.map(({ after }) => after?.resolvedBy ?? null)),
  );
  await tocsin.pass(1);
  expect(await tocsin.alert(1)).toMatchObject({ status: "resolved", resolvedBy: "source:monitor" });
  expect(told).toEqual(["source:monitor"]);
  await tocsin.stop();
  await tocsin.close();
});

test("a lease that ran out while nobody could renew it is given time after the start", async () => {
  const file = scratchFile();
  const first = await open(file);
  await first.execute([leased(first.clock.now + 1)], null);
  await first.stop();
  await first.close();

  const second = await open(file);
  second.clock.now += 60 * MINUTE;
  await second.sweep();
  await second.pass(2 * MINUTE - 1);
  expect((await second.alert(1))?.status).toBe("firing");
  await second.pass(1);
  expect((await second.alert(1))?.status).toBe("resolved");
  await second.stop();
  await second.close();
});

test("after a sleep, a set clock or a refusal, sources are heard first", async () => {
  const answer: { now: Result<number> } = { now: ok(0) };
  const tocsin = passing({ sweep: async () => answer.now });
  const sinceLast = () => Date.parse(tocsin.sweeps.at(-1)?.since ?? "");
  await tocsin.pass(3 * MINUTE);
  expect(sinceLast()).toBe(0);
  for (const jump of [10 * MINUTE, -10 * MINUTE]) {
    tocsin.clock.now += jump;
    await tocsin.sweep();
    expect(sinceLast()).toBe(tocsin.clock.now);
    await tocsin.pass(3 * MINUTE);
    expect(sinceLast()).toBe(0);
  }
  answer.now = fail("store-full", "There is no room.");
  await tocsin.sweep();
  answer.now = ok(0);
  await tocsin.pass(MINUTE);
  expect(sinceLast()).toBe(tocsin.clock.now - MINUTE);
  await tocsin.pass(2 * MINUTE);
  expect(sinceLast()).toBe(0);
});

test("a fault is told, and the next sweep comes", async () => {
  let calls = 0;
  const tocsin = passing({
    async sweep() {
      calls += 1;
      if (calls === 1) throw new Error("broken");
      return ok(0);
    },
  });
  await tocsin.sweep();
  expect(tocsin.faults).toMatchObject([{ message: "broken" }]);
});
