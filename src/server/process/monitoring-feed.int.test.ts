import { expect, test } from "vitest";
import { aReport } from "../../domain/history.arbitrary.ts";
import type { Report } from "../../domain/command.ts";
import type { MonitorInput } from "../../protocol/monitors.ts";
import { openScratch } from "../store/sqlite/database.fixture.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { valueOf } from "./delivery.fixture.ts";
import { MINUTE, openMonitoringRig, PUSHED } from "./monitoring.fixture.ts";

const INPUT = {
  type: "feed",
  filter: { severity: ["error"] },
  count: "opened",
} satisfies MonitorInput;
const FEED = { name: "alerts", input: INPUT, aggregate: "sum", minimumChange: 50 } as const;

/** A file with alerts that were opened at these times (ms), each of which is resolved 90 s later. */
function fileWith(times: readonly number[], fields: Partial<Report> = {}): string {
  const file = scratchFile();
  using scratch = openScratch(file);
  const acts = times.flatMap((time, index) => [
    { time, index, status: "firing" as const },
    { time: time + 90_000, index, status: "resolved" as const },
  ]);
  for (const { time, index, status } of acts.sort((one, other) => one.time - other.time)) {
    scratch.clock.now = time;
    const ended = status === "resolved" ? new Date(time).toISOString() : null;
    const report = aReport({
      source: "probe",
      fingerprint: String(index),
      severity: "error",
      labels: {},
      status,
      startedAt: null,
      resolvedAt: ended,
      ...fields,
    });
    scratch.append([{ commands: [{ type: "Report", report }], actor: null }]);
  }
  return file;
}

/** The last whole minute of the machine's clock, by which alerts are received. */
function thisMinute(): number {
  return Math.floor(Date.now() / MINUTE) * MINUTE;
}

/** So many alerts at once. */
function storm(alerts: number) {
  return Array.from({ length: alerts }, (_, index) => ({
    type: "Report" as const,
    report: aReport({ source: "probe", fingerprint: `storm-${index}`, severity: "error" }),
  }));
}

test("a monitor of the feed is warm at once, and a storm of alerts opens one alert", async () => {
  const begun = thisMinute();
  const usual = Array.from({ length: 400 }, (_, index) => [
    begun - (401 - index) * MINUTE + 1_000,
    begun - (401 - index) * MINUTE + 20_000,
  ]).flat();
  const rig = await openMonitoringRig({ file: fileWith(usual), begun });
  const { id } = await rig.add(FEED);
  await rig.passTo(begun + 1, id);
  const warm = await rig.kept(id);
  expect(warm.standing.progress).toBe(1);
  expect(warm.last).toMatchObject({ value: 2 });

  // The minute that is under way when it comes is one of those that are looked at.
  valueOf(await rig.store.execute(storm(300), null));
  await rig.passTo(thisMinute() + 3 * MINUTE, id);
  const own = (await rig.alerts()).filter(({ source }) => source === "tocsin");
  expect(own).toMatchObject([
    { title: expect.stringMatching(/^alerts is unusually high: 300, expected about/u) },
  ]);
}, 120_000);

test("a storm opens one alert where nothing ever came before", async () => {
  const begun = thisMinute();
  const rig = await openMonitoringRig({ begun });
  const { id } = await rig.add(FEED);
  await rig.passTo(begun + 1, id);
  expect((await rig.kept(id)).standing.progress).toBe(1);
  valueOf(await rig.store.execute(storm(60), null));
  await rig.passTo(thisMinute() + 3 * MINUTE, id);
  const own = (await rig.alerts()).filter(({ source }) => source === "tocsin");
  expect(own).toMatchObject([{ title: "alerts is unusually high: 60, expected about 0" }]);
});

test.each([
  ["words", { q: "disk" }],
  ["a label", { label: ["team=~sh.p"] }],
])(
  "of %s it counts neither what its filter does not match nor what monitors have opened",
  async (_, filter) => {
    const begun = thisMinute();
    const rig = await openMonitoringRig({ begun });
    const input = (count: "opened" | "open") => ({ ...FEED, input: { ...INPUT, filter, count } });
    const opened = await rig.add(input("opened"));
    const open = await rig.add(input("open"));
    const report = (fields: Partial<Report>) => ({
      type: "Report" as const,
      report: aReport({
        fingerprint: null,
        title: "Disk full",
        labels: { team: "shop" },
        ...fields,
      }),
    });
    const own = { source: "tocsin", fingerprint: "monitor-1" };
    valueOf(
      await rig.store.execute(
        [
          report({}),
          report({ title: "Fan", labels: { team: "pay" } }),
          report(own),
          report({ source: "tocsin" }),
        ],
        null,
      ),
    );
    // What is open is read off the alerts where there are several buckets, and else is known.
    for (const minutes of [3, 4]) {
      await rig.passTo(thisMinute() + minutes * MINUTE, opened.id, open.id);
      expect((await rig.kept(open.id)).last).toMatchObject({ value: 2 });
    }
    const { points } = valueOf(
      await rig.store.monitors.points(opened.id, begun, begun + 9 * MINUTE),
    );
    expect(points.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(2);
  },
);

test("what was open is read off the alerts, and what is open now too", async () => {
  const begun = thisMinute();
  // At each half minute of ten, one that is open for a minute and a half.
  const times = Array.from({ length: 10 }, (_, index) => begun - (30 - index) * MINUTE + 30_000);
  const rig = await openMonitoringRig({ file: fileWith(times), begun });
  const { id } = await rig.add({ ...FEED, input: { ...INPUT, count: "open" } });
  await rig.passTo(begun + 1, id);
  const { points } = valueOf(await rig.store.monitors.points(id, begun - 40 * MINUTE, begun));
  const at = (index: number) =>
    points.find(({ time }) => time === begun - (30 - index) * MINUTE)?.value;
  expect([-1, 0, 1, 5, 9, 10, 11].map(at)).toEqual([0, 1, 2, 2, 2, 1, 0]);
  valueOf(
    await rig.store.execute(
      [{ type: "Report", report: aReport({ fingerprint: "open", severity: "error" }) }],
      null,
    ),
  );
  await rig.passTo(rig.time.now() + MINUTE, id);
  expect((await rig.kept(id)).last?.value).toBe(1);
});

test("a monitor goes on with what it has learnt after a change of its rule, and reads its history for a season", async () => {
  const begun = thisMinute();
  const rig = await openMonitoringRig({ begun });
  const { id } = await rig.add(FEED);
  await rig.passTo(begun + 1, id);
  await rig.change(id, { sensitivity: "low" });
  await rig.passTo(rig.time.now() + MINUTE, id);
  const { points } = valueOf(await rig.store.monitors.points(id, 0, begun + MINUTE));
  expect((await rig.kept(id)).standing.progress).toBe(1);
  await rig.change(id, { season: "day" });
  expect((await rig.kept(id)).standing).toMatchObject({ position: null, progress: 0 });
  await rig.passTo(rig.time.now() + 1, id);
  expect((await rig.kept(id)).standing.progress).toBe(1);
  const more = valueOf(await rig.store.monitors.points(id, 0, begun + MINUTE)).points;
  expect(more.length).toBeGreaterThan(points.length + 2_000);
  await rig.change(id, { input: { ...PUSHED.input } });
  expect((await rig.kept(id)).standing).toMatchObject({ position: null, progress: 0 });
});
