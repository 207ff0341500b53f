import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Report } from "../../../domain/command.ts";
import { EVERYTHING, readFilter } from "../../../domain/filter.ts";
import { numbersOf } from "../../monitors/numbers.ts";
import { NEW_STANDING } from "../../monitors/standing.ts";
import type { MonitorReads, Monitors } from "../monitors.ts";
import type { Store } from "../store.ts";
import { BY, OPENED, SETTINGS } from "./monitors.ts";
import { opening, valueOf } from "./subject.ts";

interface OpenMonitors extends Store {
  readonly monitors: Monitors;
}

const MINUTE = 60_000;
const NOW = OPENED.bucket;

/** What whoever watches must find. `read` opens it for reading beside the store just opened. */
export function describeMonitorReads(
  name: string,
  open: () => Promise<OpenMonitors>,
  read: () => MonitorReads,
): void {
  describe(name, () => {
    let current: { readonly store: OpenMonitors; readonly reads: MonitorReads } | null = null;
    beforeEach(async () => {
      const store = await open();
      onTestFinished(() => store.close());
      const reads = read();
      onTestFinished(() => reads.close());
      current = { store, reads };
    });

    function subject() {
      if (current === null) throw new Error("No test is running.");
      return current;
    }
    const reads = () => subject().reads;
    const monitors = () => subject().store.monitors;
    const add = async () => valueOf(await monitors().add(SETTINGS, NOW, BY));

    /** Opens an alert, and says when it was received. */
    async function post(fields: Partial<Report> = {}): Promise<number> {
      const [done] = valueOf(await subject().store.execute([opening(fields)], null));
      if (done === undefined) throw new Error("Nothing was answered.");
      return Date.parse(valueOf(done).alert?.receivedAt ?? "");
    }
    /** Three buckets, of which the second has a time in it. */
    const around = (time: number) => {
      const from = Math.floor(time / MINUTE) * MINUTE - MINUTE;
      return { from, width: MINUTE, count: 3 };
    };

    test("monitors are found as they are kept", async () => {
      const made = await add();
      expect(await reads().all()).toEqual([made]);
      expect(await reads().monitor(made.id)).toEqual(await monitors().monitor(made.id));
      expect(await reads().monitor(99)).toBeNull();
    });

    test("numbers of one bucket are taken together, whoever pushes them", async () => {
      const { id: monitor } = await add();
      expect(await reads().firstNumbers(monitor, 0)).toBeNull();
      const at = (time: number, value: number) => ({
        monitor,
        time: Math.floor(time / MINUTE) * MINUTE,
        ...numbersOf(value, time),
      });
      const later = NOW + 2 * MINUTE;
      valueOf(await monitors().push([at(later + 5, 0.1), at(NOW + 9, -7.25), at(later + 7, 3)]));
      valueOf(await monitors().push([at(later + 6, 1e300)]));
      expect(await reads().firstNumbers(monitor, NOW)).toBe(NOW);
      expect(await reads().firstNumbers(monitor, NOW + 1)).toBe(later);
      const first = { monitor, time: NOW, ...numbersOf(-7.25, NOW + 9) };
      const second = {
        monitor,
        time: later,
        count: 3,
        sum: 1e300,
        least: 0.1,
        most: 1e300,
        last: 3,
        lastAt: later + 7,
      };
      expect(await reads().numbers(monitor, NOW, later)).toEqual([first, second]);
      expect(await reads().numbers(monitor, NOW, later - 1)).toEqual([first]);
      expect(await reads().numbers(monitor + 1, 0, later)).toEqual([]);
    });

    test("points and alerts of a time are found", async () => {
      const { id: monitor, revision } = await add();
      const standing = { ...NEW_STANDING, position: NOW, trouble: "no route", empty: 2 };
      const point = { time: NOW, value: null, expected: 0.1, score: -1.5 };
      const settlement = { monitor, revision, from: null, standing, points: [point] };
      valueOf(await monitors().settle([{ ...settlement, happenings: [OPENED] }], NOW));
      const { points, spans } = await reads().watched(monitor, NOW, NOW + 1);
      expect(points).toEqual([point]);
      expect(spans).toEqual([{ kind: "unusual", from: NOW, to: null, alert: 1 }]);
      expect(await reads().watched(monitor, NOW + 1, NOW + MINUTE)).toMatchObject({ points: [] });
      expect(await reads().monitor(monitor)).toMatchObject({ standing, last: point, openAlert: 1 });
    });

    test("alerts are counted by when they were received", async () => {
      expect(await reads().firstAlert()).toBeNull();
      const time = await post();
      expect(await reads().firstAlert()).toBe(time);
      const last = await post();
      const buckets = around(time);
      const isSame = around(last).from === buckets.from;
      expect(await reads().opened(EVERYTHING, buckets)).toEqual(isSame ? [0, 2, 0] : [0, 1, 1]);
      const before = { ...buckets, from: buckets.from - 3 * MINUTE };
      expect(await reads().opened(EVERYTHING, before)).toEqual([0, 0, 0]);
    });

    test("how many were open is read off when they ended", async () => {
      const received = [await post({ fingerprint: "a" }), await post({ fingerprint: "b" })];
      const [from = 0] = received;
      const long = new Date(from - 9 * MINUTE).toISOString();
      // What had ended before anybody heard of it was open for no time.
      await post({ fingerprint: "b", status: "resolved", resolvedAt: long });
      const before = { from: from - 2, width: 1, count: 4 };
      const open = await reads().open(EVERYTHING, before);
      expect([open, await reads().openNow(EVERYTHING)]).toEqual([[0, 0, 1, 1], 1]);
      await expect.poll(() => Date.now(), { interval: 1 }).toBeGreaterThan(from + 1);
      await post({ fingerprint: "a", status: "resolved" });
      const ended = Date.parse((await subject().store.alert(1))?.resolvedAt ?? "");
      const buckets = { from: from - 1, width: 1, count: ended - from + 2 };
      const counts = await reads().open(EVERYTHING, buckets);
      expect(counts).toEqual([0, ...Array.from({ length: ended - from }, () => 1), 0]);
      expect(await reads().openNow(EVERYTHING)).toBe(0);
    });

    test("those of the filter are counted, whatever it asks", async () => {
      await post({ title: "Größe", severity: "critical", source: "shop", labels: { a: "x1" } });
      await post({ title: "Other", severity: "info", source: "shop", labels: { a: "y" } });
      const time = await post({ fingerprint: "f", title: "Third", severity: "info" });
      await post({ fingerprint: "f", status: "resolved" });
      const asked = [
        [{ q: "grösse" }, 1],
        [{ q: "ö" }, 1],
        [{ q: "x1 ö" }, 1],
        [{ severity: ["info" as const] }, 1],
        [{ label: ["a=x1"] }, 1],
        [{ label: ["a!=x1"] }, 1],
        [{ label: ["a=~x.*|y"] }, 2],
        [{ label: ["a!~x.*"], source: ["shop"] }, 1],
        [{ source: ["nobody"] }, 0],
        [{ deleted: "only" as const }, 0],
      ] as const;
      const { from } = around(time);
      for (const [written, count] of asked) {
        const filter = readFilter(written as Parameters<typeof readFilter>[0]);
        expect([written, await reads().openNow(filter)]).toEqual([written, count]);
        const open = { ...filter, status: ["firing"] as const };
        // The last minute may have come in between.
        const buckets = { from: from - 5 * MINUTE, width: 10 * MINUTE, count: 1 };
        expect([written, await reads().opened(open, buckets)]).toEqual([written, [count]]);
        expect([written, await reads().open(filter, buckets)]).toEqual([written, [count]]);
      }
    });

    test("what monitors opened is never counted", async () => {
      const { id: monitor, revision } = await add();
      const standing = { ...NEW_STANDING, position: NOW };
      const settlement = { monitor, revision, from: null, standing, points: [] };
      valueOf(await monitors().settle([{ ...settlement, happenings: [OPENED] }], NOW));
      const time = await post({ source: "tocsin", fingerprint: "webhook-paused-1" });
      expect(await reads().openNow(EVERYTHING)).toBe(1);
      const buckets = { from: around(time).from - MINUTE, width: 5 * MINUTE, count: 1 };
      expect(await reads().opened(EVERYTHING, buckets)).toEqual([1]);
      expect(await reads().open(EVERYTHING, buckets)).toEqual([1]);
    });
  });
}
