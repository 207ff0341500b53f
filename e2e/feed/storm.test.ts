import { filterParams, type WrittenFilter } from "../../src/domain/filter.ts";
import { type App, someAlerts } from "../support/app.ts";
import { Crowd, type Start } from "../support/crowd.ts";
import { expect, test } from "../support/fixtures.ts";
import { isThorough, note } from "../support/measured.ts";

// What it waits for and takes is measured.
test.use({ alone: true });

/** Each takes a file descriptor here and one in the server: `ulimit -Hn` must allow that. */
const CLIENTS = isThorough ? 5_000 : 1_000;
/** Time (ms) in which all of them are served. */
const SERVED_WITHIN = isThorough ? 60_000 : 30_000;
const LEAST_TURNS = 5;
const FILTERS: readonly WrittenFilter[] = [{}, { severity: ["critical"] }, { label: ["env=prod"] }];

// Oracle: the pages that the server shows afterwards, and what it says of itself.

test("a crowd that comes back after a restart is served, and the rest still is", async ({
  app,
}) => {
  test.setTimeout(SERVED_WITHIN + 60_000);
  const starts = await startsAmidChanges(app);
  await app.stop();
  await app.start();
  await eventLoopDelay(app);

  const load = startLoad(app);
  const begun = performance.now();
  const crowd = new Crowd(app.url, CLIENTS, starts);
  const served = () => crowd.count(({ isLive }) => isLive);
  await expect.poll(served, { timeout: SERVED_WITHIN, intervals: [200] }).toBe(CLIENTS);
  note("seconds until all were served", (performance.now() - begun) / 1000);
  const waits = await load.stop();

  const { seq } = (await app.page()).head;
  await expect
    .poll(() => crowd.count((member) => member.seq >= seq), { timeout: 30_000 })
    .toBe(CLIENTS);
  const delay = note("p99 of the event loop's delay (s)", await eventLoopDelay(app));
  const slowest = note("slowest page meanwhile (ms)", Math.max(...waits));
  note("pages meanwhile", waits.length);
  // What a moment takes is the machine's; that everyone is answered is ours.
  if (isThorough) {
    expect.soft(delay).toBeLessThan(0.2);
    expect(slowest).toBeLessThan(5_000);
  }
  for (const filter of FILTERS) await expectConverged(app, crowd, filter);

  const asked = performance.now();
  await app.stop();
  const stopped = note("seconds to stop with all of them", (performance.now() - asked) / 1000);
  if (isThorough) expect(stopped).toBeLessThan(5);
  crowd.leave();
});

/** Pages that were read at different places in the log, through different filters. */
async function startsAmidChanges(app: App): Promise<Start[]> {
  const starts: Start[] = [];
  for (let round = 0; round < 5; round++) {
    const ids = await app.open(someAlerts(20));
    await app.act(ids[round] ?? 0, "acknowledge");
    await app.fetch(`/api/alerts/${ids[round + 5]}`, { method: "DELETE" });
    for (const filter of FILTERS) starts.push({ page: await pageOf(app, filter), filter });
  }
  await app.open(someAlerts(10));
  return starts;
}

function pageOf(app: App, filter: WrittenFilter) {
  return app.page(`limit=200&${filterParams(filter)}`);
}

/** Changes alerts and reads pages, one after the other, until it is stopped. */
function startLoad(app: App) {
  const stop = new AbortController();
  const waits: number[] = [];
  async function go(): Promise<void> {
    for (let turn = 0; turn < LEAST_TURNS || !stop.signal.aborted; turn++) {
      await app.post(someAlerts(3, { fingerprint: `load ${turn % 5}` }));
      const begun = performance.now();
      const answers = await Promise.all([app.fetch("/"), app.fetch("/api/alerts")]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      await Promise.all(answers.map((answer) => answer.text()));
      waits.push(performance.now() - begun);
    }
  }
  const going = go();
  return {
    async stop(): Promise<number[]> {
      stop.abort();
      await going;
      return waits;
    },
  };
}

/** Since it was last asked for, in seconds. */
async function eventLoopDelay(app: App): Promise<number> {
  const metrics = await (await app.fetch("/metrics")).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/mu.exec(metrics)?.[1]);
}

async function expectConverged(app: App, crowd: Crowd, filter: WrittenFilter): Promise<void> {
  const page = await pageOf(app, filter);
  const rows = JSON.stringify(page.alerts.map(({ id, seq }) => [id, seq]));
  const rowsOf = (member: Crowd["members"][number]) =>
    JSON.stringify([...member.rows].toSorted(([a], [b]) => b - a));
  const own = crowd.members.filter((member) => member.filter === filter);
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter((member) => rowsOf(member) !== rows).length).toBe(0);
  expect(own.filter(({ resets }) => resets > 0).length).toBe(0);
}
