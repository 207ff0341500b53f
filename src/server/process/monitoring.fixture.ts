import { setImmediate } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { Alert } from "../../domain/alert.ts";
import { EVERYTHING } from "../../domain/filter.ts";
import { lastClosed, widthOf } from "../monitors/bucket.ts";
import { openMetricsIntake } from "../monitors/intake.ts";
import { openWatch } from "../monitors/watch.ts";
import type { Guard } from "../outbound/guard.ts";
import type { KeptMonitor, MonitorSettings, MonitorWrites } from "../store/monitors.ts";
import { scratchDatabase } from "../store/sqlite/file/scratch.fixture.ts";
import { BY, standingClock, valueOf } from "./delivery.fixture.ts";
import { type FileOptions, openEngine } from "./engine.fixture.ts";

export const MINUTE = 60_000;
/** When the clock begins to stand, the first moment of a bucket. */
export const BEGUN = Date.parse("2026-11-02T12:00:00.000Z");

export const NO_SERVER: Pick<Guard, "ask"> = {
  ask: () => Promise.reject(new Error("No server is asked.")),
};

/** A monitor of pushed numbers. */
export const PUSHED: MonitorSettings = {
  name: "orders",
  input: { type: "push", name: "orders" },
  bucket: 60,
  aggregate: "mean",
  season: "none",
  sensitivity: "normal",
  direction: "both",
  minimumChange: 0,
  closeAfter: 3,
  silentAfter: 5,
  severity: "error",
  labels: { team: "shop" },
  isEnabled: true,
};

export interface RigOptions extends Pick<FileOptions, "maxPages"> {
  readonly file?: string;
  /** Of a database that is used in its place. */
  readonly url?: string | null;
  readonly guard?: Pick<Guard, "ask">;
  readonly begun?: number;
}

/** A store and who watches in it, with a clock that stands still, for the time of a test. */
export async function openMonitoringRig({
  file = scratchDatabase(),
  url = null,
  guard = NO_SERVER,
  begun = BEGUN,
  ...options
}: RigOptions = {}) {
  const { store, monitorReads } = await openEngine(file, url, options);
  const { monitors } = store;
  const time = standingClock(begun);
  const faults: unknown[] = [];
  /** What is written of what is watched, which a test may stand in the way of. */
  const writes: { -readonly [Name in keyof MonitorWrites]: MonitorWrites[Name] } = {
    close: monitors.close,
    settle: monitors.settle,
  };
  const metrics = await openMetricsIntake({ monitors, now: time.now });
  let watch = open();
  onTestFinished(async () => {
    await watch.stop();
    await store.close();
    if (faults.length > 0) throw new Error("There were faults.", { cause: faults[0] });
  });

  function open() {
    const reads = monitorReads((cause) => faults.push(new Error(cause)));
    const onFault = (error: unknown) => faults.push(error);
    return openWatch({ reads, writes: { ...writes }, guard, clock: time.clock, onFault });
  }

  async function changed(id: number): Promise<void> {
    await metrics.changed();
    watch.changed(id);
  }

  async function add(settings: Partial<MonitorSettings> = {}): Promise<KeptMonitor> {
    const added = valueOf(await monitors.add({ ...PUSHED, ...settings }, time.now(), BY));
    await changed(added.id);
    return added;
  }

  async function change(id: number, changes: Partial<MonitorSettings>): Promise<KeptMonitor> {
    const after = valueOf(await monitors.change(id, changes, time.now(), BY));
    await changed(id);
    return after;
  }

  /** Pushes values of one name, each at a time. */
  async function push(pairs: readonly (readonly [time: number, value: number])[], name = "orders") {
    const items = pairs.map(([time, value]) => {
      return { ok: true as const, value: { name, labels: {}, time, value } };
    });
    return valueOf(await metrics.take(items));
  }

  async function kept(id: number): Promise<KeptMonitor> {
    const monitor = await monitors.monitor(id);
    if (monitor === null) throw new Error(`There is no monitor ${id}.`);
    return monitor;
  }

  /** Lets a time pass, and waits until each of these monitors has judged all that is closed then. */
  async function passTo(to: number, ...ids: readonly number[]): Promise<void> {
    time.advanceTo(to);
    while (!(await Promise.all(ids.map(isDone))).every(Boolean)) {
      if (faults.length > 0) throw faults[0];
      await setImmediate();
    }
  }

  async function isDone(id: number): Promise<boolean> {
    const monitor = await kept(id);
    return monitor.standing.position === lastClosed(time.now(), widthOf(monitor));
  }

  /**
   * Lets minutes pass, in each of which the value of that minute is pushed, if there is one, and waits for the
   * monitors after each.
   */
  async function minutes(
    count: number,
    valueAt: (index: number) => number | null,
    ...ids: readonly number[]
  ): Promise<void> {
    for (let index = 0; index < count; index++) {
      const value = valueAt(index);
      if (value !== null) await push([[time.now(), value]]);
      await passTo(time.now() + MINUTE, ...ids);
    }
  }

  async function alerts(): Promise<readonly Alert[]> {
    return valueOf(await store.page(EVERYTHING, { type: "head" }, 200)).alerts;
  }

  async function notes(id: number): Promise<readonly { actor: string; text: string }[]> {
    const { events } = valueOf(await store.history(id, { type: "newest" }, 100));
    return events.flatMap(({ type, actor, data }) =>
      type === "AlertNoted" ? [{ actor, text: String(data["text"]) }] : [],
    );
  }

  /** As after a stop and a start. */
  async function restart(): Promise<void> {
    await watch.stop();
    start();
  }

  function start(): void {
    watch = open();
  }

  return {
    store,
    time,
    writes,
    add,
    change,
    push,
    kept,
    passTo,
    minutes,
    alerts,
    notes,
    restart,
    start,
    /** As if it were killed: whatever it still does is of no use to anybody. */
    abandon: () => onTestFinished(watch.stop),
    stop: () => watch.stop(),
    take: metrics.take,
    changed,
    watch: () => watch,
  };
}

/** About 980, give or take 20, the same for the same index. */
export function usual(index: number): number {
  return 980 + 20 * Math.sin(index * 12.9898 + Math.cos(index * 78.233) * 43.7);
}

/** What was before: so many minutes up to a time. */
export function history(count: number, to: number): [time: number, value: number][] {
  return Array.from({ length: count }, (_, index) => [to - (count - index) * MINUTE, usual(index)]);
}
