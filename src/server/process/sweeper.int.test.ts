import { expect, onTestFinished, test } from "vitest";
import type { Command } from "../../domain/command.ts";
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
  const clock = { now: Date.now(), isOnDuty: true, looks: 0 };
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
  const isHeld = () => {
    clock.looks += 1;
    return clock.isOnDuty;
  };
  const duty = { isHeld, onChanged: () => {} };
  const stop = startSweeper(watched, { duty, now: () => clock.now, onFault, every: 1 });
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

test("what is snoozed wakes at its time, also where that came while nothing was running", async () => {
  const file = scratchFile();
  const first = await open(file);
  const [soon, later] = [1, 10].map((minutes) =>
    new Date(first.clock.now + minutes * MINUTE).toISOString(),
  );
  await first.execute(
    [1, 2].flatMap((id): Command[] => [
      { type: "Report", report: aReport({ fingerprint: `f${id}` }) },
      { type: "Snooze", id, until: (id === 1 ? soon : later) ?? "" },
    ]),
    "user:ann",
  );
  await first.pass(MINUTE - 1);
  expect((await first.alert(1))?.snoozedUntil).toBe(soon);
  await first.pass(1);
  expect((await first.alert(1))?.snoozedUntil).toBeNull();
  await first.stop();
  await first.close();

  const second = await open(file);
  expect((await second.alert(2))?.snoozedUntil).toBe(later);
  second.clock.now += 60 * MINUTE;
  await second.sweep();
  expect((await second.alert(2))?.snoozedUntil).toBeNull();
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

test("another node sweeps, and for two minutes after it was taken over from leases are left alone", async () => {
  const { clock, sweeps, sweep, stop, close } = await open(scratchFile());
  await sweep();
  clock.isOnDuty = false;
  const looked = async () => {
    const before = clock.looks;
    await expect.poll(() => clock.looks).toBeGreaterThan(before + 4);
  };
  // The one under way may have begun on duty.
  await looked();
  const before = sweeps.length;
  clock.now += 600_000;
  await looked();
  expect(sweeps).toHaveLength(before);
  clock.isOnDuty = true;
  await sweep();
  expect(Date.parse(sweeps.at(-1)?.since ?? "")).toBe(clock.now);
  await stop();
  await close();
});
