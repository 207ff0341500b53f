import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../../domain/filter.ts";
import { numbersOf } from "../../monitors/numbers.ts";
import { type Happening, NEW_STANDING } from "../../monitors/standing.ts";
import {
  type KeptMonitor,
  MOST_MONITORS,
  type Monitors,
  type MonitorSettings,
} from "../monitors.ts";
import type { By, People } from "../people.ts";
import type { Store } from "../store.ts";
import { HEAD, range, valueOf } from "./subject.ts";

interface OpenMonitors extends Store {
  readonly people: People;
  readonly monitors: Monitors;
}

/** Who changes monitors in these tests. */
export const BY: By = { actor: "user:root", address: "192.0.2.1" };
const MINUTE = 60_000;
const NOW = Date.parse("2026-11-02T12:00:00.000Z");

/** A monitor of numbers that are pushed. */
export const SETTINGS: MonitorSettings = {
  name: "orders",
  input: { type: "push", name: "orders" },
  bucket: 60,
  aggregate: "sum",
  season: "none",
  sensitivity: "normal",
  direction: "both",
  minimumChange: 0.5,
  closeAfter: 15,
  silentAfter: 5,
  severity: "warning",
  labels: { team: "shop" },
  isEnabled: true,
};

/** Its alert. */
export const OPENED = {
  type: "opened",
  kind: "unusual",
  bucket: NOW,
  since: NOW,
  title: "orders is unusually low: 1, expected about 9",
} satisfies Happening;
const CLOSED = {
  type: "closed",
  kind: "unusual",
  bucket: NOW + MINUTE,
  ended: NOW + MINUTE,
  note: "Back to usual after 1 min",
} satisfies Happening;

/** What every implementation of monitors must do. `open` gives a store that is empty. */
export function describeMonitors(name: string, open: () => Promise<OpenMonitors>): void {
  describe(name, () => {
    let current: OpenMonitors | null = null;
    beforeEach(async () => {
      const opened = await open();
      onTestFinished(() => opened.close());
      current = opened;
    });

    function store(): OpenMonitors {
      if (current === null) throw new Error("No test is running.");
      return current;
    }
    const monitors = () => store().monitors;
    const add = async (fields: Partial<MonitorSettings> = {}) =>
      valueOf(await monitors().add({ ...SETTINGS, ...fields }, NOW, BY));
    const kept = async (id: number) => {
      const monitor = await monitors().monitor(id);
      if (monitor === null) throw new Error(`There is no monitor ${id}.`);
      return monitor;
    };
    const alerts = async () => valueOf(await store().page(EVERYTHING, HEAD, 200)).alerts;

    /** Settles a bucket of a monitor as it stands. */
    async function settle(
      { id, revision, standing }: KeptMonitor,
      position: number,
      happenings: readonly Happening[] = [],
    ): Promise<boolean | undefined> {
      const settlement = {
        monitor: id,
        revision,
        from: standing.position,
        standing: { ...standing, position, progress: 1 },
        points: [{ time: position, value: 1, expected: 9, score: 7.5 }],
        happenings,
      };
      return valueOf(await monitors().settle([settlement], NOW))[0];
    }

    test("what was made is found as it was made, in the order in which it was", async () => {
      const made = await add();
      expect(made).toMatchObject({ ...SETTINGS, id: 1, revision: 1, since: NOW, last: null });
      expect(made.standing).toEqual(NEW_STANDING);
      const other = await add({ input: { type: "feed", filter: { q: "x" }, count: "open" } });
      expect(await monitors().all()).toEqual([made, other]);
      expect(await monitors().monitor(99)).toBeNull();
    });

    test("there may be so many", async () => {
      await Promise.all(range(1, MOST_MONITORS).map(() => monitors().add(SETTINGS, NOW, BY)));
      const more = await monitors().add(SETTINGS, NOW, BY);
      expect(more).toMatchObject({ ok: false, problem: { code: "too-many-monitors" } });
    });

    test("numbers are taken until their bucket is closed", async () => {
      const { id } = await add();
      const push = async (time: number) =>
        valueOf(await monitors().push([{ monitor: id, time, ...numbersOf(3, time) }]));
      expect(await push(NOW)).toEqual([true]);
      valueOf(await monitors().close([{ monitor: id, time: NOW }]));
      expect(await push(NOW)).toEqual([false]);
      expect(await push(NOW + MINUTE)).toEqual([true]);
      // What is closed stays closed, whatever the clock does.
      valueOf(await monitors().close([{ monitor: id, time: NOW - MINUTE }]));
      expect(await push(NOW)).toEqual([false]);
      valueOf(await monitors().change(id, { isEnabled: false }, NOW, BY));
      expect(await push(NOW + MINUTE)).toEqual([false]);
      const nobody = { monitor: 99, time: NOW + MINUTE, ...numbersOf(3, NOW) };
      expect(valueOf(await monitors().push([nobody]))).toEqual([false]);
    });

    test("a bucket is settled once, with its point and its alert", async () => {
      const made = await add();
      expect(await settle(made, NOW, [OPENED])).toBe(true);
      expect(await settle(made, NOW, [OPENED])).toBe(false);
      const after = await kept(made.id);
      expect(after).toMatchObject({ last: { time: NOW, value: 1, score: 7.5 }, openAlert: 1 });
      expect(await alerts()).toMatchObject([{ id: 1, title: OPENED.title, occurrences: 1 }]);
      expect(await settle(after, NOW + MINUTE, [CLOSED])).toBe(true);
      expect(await alerts()).toMatchObject([
        { id: 1, status: "resolved", resolvedAt: new Date(NOW + MINUTE).toISOString() },
      ]);
      const read = valueOf(await monitors().points(made.id, NOW, NOW + 9 * MINUTE));
      expect(read.points.map(({ time }) => time)).toEqual([NOW, NOW + MINUTE]);
      expect(read.spans).toEqual([{ kind: "unusual", from: NOW, to: NOW + MINUTE, alert: 1 }]);
      const before = valueOf(await monitors().points(made.id, NOW - MINUTE, NOW));
      expect(before).toEqual({ points: [], spans: [] });
    });

    test("what was judged before a change is not kept", async () => {
      const made = await add();
      valueOf(await monitors().change(made.id, { sensitivity: "low" }, NOW, BY));
      expect(await settle(made, NOW, [OPENED])).toBe(false);
      expect(await alerts()).toEqual([]);
      expect(await settle(await kept(made.id), NOW)).toBe(true);
    });

    test("whoever pauses it, removes it, or has it watch something else closes its alerts", async () => {
      for (const change of [{ isEnabled: false }, { bucket: 300 } as const, null]) {
        const made = await add();
        await settle(made, NOW, [OPENED, { ...OPENED, kind: "silent" }]);
        const open = (await alerts()).filter(({ status }) => status === "firing");
        expect(open).toHaveLength(2);
        if (change === null) valueOf(await monitors().remove(made.id, NOW, BY));
        else valueOf(await monitors().change(made.id, change, NOW, BY));
        expect((await alerts()).every(({ status }) => status === "resolved")).toBe(true);
      }
      expect(await monitors().remove(99, NOW, BY)).toMatchObject({
        problem: { code: "monitor-not-found" },
      });
    });

    test("what it learnt is forgotten where it watches something else, and only there", async () => {
      const made = await add();
      await settle(made, NOW);
      const renamed = valueOf(await monitors().change(made.id, { name: "sales" }, NOW, BY));
      expect(renamed).toMatchObject({ name: "sales", standing: { position: NOW, progress: 1 } });
      const other = valueOf(await monitors().change(made.id, { aggregate: "max" }, NOW, BY));
      expect(other.standing).toEqual(NEW_STANDING);
      expect(valueOf(await monitors().points(made.id, 0, NOW * 2)).points).toEqual([]);
    });

    test("the alert of a storm is closed with the last that it lists", async () => {
      const all = [];
      for (const number of range(1, 6)) all.push(await add({ name: `m${number}` }));
      const settlements = all.map(({ id: monitor, revision, standing }) => {
        const after = { ...standing, position: NOW };
        return { monitor, revision, from: null, standing: after, points: [], happenings: [OPENED] };
      });
      expect(valueOf(await monitors().settle(settlements, NOW))).toEqual(
        range(1, 6).map(() => true),
      );
      expect(await alerts()).toMatchObject([{ title: "6 monitors opened at once" }]);
      for (const { id } of all.slice(1)) await settle(await kept(id), NOW + MINUTE, [CLOSED]);
      expect(await alerts()).toMatchObject([{ status: "firing" }]);
      await settle(await kept(1), NOW + MINUTE, [CLOSED]);
      expect(await alerts()).toMatchObject([{ status: "resolved" }]);
    });

    test("an alert that somebody has put away does not keep a monitor from going on", async () => {
      const made = await add();
      await settle(made, NOW, [OPENED]);
      const commands = [
        { type: "Resolve", id: 1 },
        { type: "Delete", id: 1 },
        { type: "Forget", id: 1 },
      ] as const;
      valueOf(await store().execute(commands, "user:root"));
      expect(await settle(await kept(made.id), NOW + MINUTE, [CLOSED])).toBe(true);
      expect((await kept(made.id)).openAlert).toBeNull();
      const later = { ...OPENED, bucket: NOW + 2 * MINUTE, since: NOW + 2 * MINUTE };
      expect(await settle(await kept(made.id), NOW + 2 * MINUTE, [later])).toBe(true);
      expect(await alerts()).toMatchObject([{ status: "firing" }]);
    });

    test("points that are too old are forgotten", async () => {
      const made = await add();
      await settle(made, NOW);
      await settle(await kept(made.id), NOW + 36 * 86_400_000);
      const { points } = valueOf(await monitors().points(made.id, 0, NOW * 2));
      expect(points).toHaveLength(1);
    });

    test("the audit has who made, changed and removed it", async () => {
      const { id } = await add();
      valueOf(await monitors().change(id, { severity: "error" }, NOW, BY));
      valueOf(await monitors().remove(id, NOW, BY));
      const on = "monitor:orders";
      expect(await store().people.audit(null, 10)).toMatchObject([
        { type: "monitor-removed", on, detail: { monitor: id }, ...BY },
        { type: "monitor-changed", on, detail: { monitor: id, changed: ["severity"] }, ...BY },
        { type: "monitor-added", on, detail: { monitor: id, input: "push" }, ...BY },
      ]);
    });
  });
}
