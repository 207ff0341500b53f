import { describe, expect, test } from "vitest";
import { EVERYTHING, type Filter, readFilter } from "../../../domain/filter.ts";
import { readCursor } from "../../../domain/cursor.ts";
import { at } from "../../../domain/history.arbitrary.ts";
import { type Open, opening, subjectOf, valueOf } from "./subject.ts";

/** What a store must answer beside pages. */
export function describeReads(open: Open): void {
  const { store, execute, fill, history } = subjectOf(open);

  test("what has changed since is each alert as it now is, in the order of its last event", async () => {
    await fill(4);
    await execute({ type: "Acknowledge", id: 3 }, { type: "Delete", id: 1 });
    const alerts = (...ids: number[]) => Promise.all(ids.map((id) => store().alert(id)));
    const [all, some] = [await alerts(4, 3, 1), await alerts(4, 3)];
    expect(await store().changedSince(2, 10)).toEqual({
      alerts: all,
      removals: [],
      head: 6,
      reach: 0,
    });
    expect(await store().changedSince(2, 2)).toEqual({
      alerts: some,
      removals: [],
      head: 6,
      reach: 0,
    });
    expect(await store().changedSince(6, 10)).toEqual({
      alerts: [],
      removals: [],
      head: 6,
      reach: 0,
    });
  });

  test("what has changed since is no more than fits, and one alert at least", async () => {
    await fill(5, { description: "x".repeat(1000) });
    const ids = async (bytes: number) =>
      (await store().changedSince(0, 4, bytes)).alerts.map(({ id }) => id);
    expect(await ids(10_000)).toEqual([1, 2, 3, 4]);
    expect(await ids(3_500)).toEqual([1, 2, 3]);
    expect(await ids(10)).toEqual([1]);
  });

  test("says how large it is and what waits to be written", async () => {
    const { bytes, waiting } = await store().measure();
    expect([bytes > 0, waiting]).toEqual([true, 0]);
    const filling = fill(10, { description: "x".repeat(50_000) });
    expect(await store().measure()).toMatchObject({ waiting: 1 });
    await filling;
    const after = await store().measure();
    expect([after.bytes > bytes, after.waiting]).toEqual([true, 0]);
  });

  test("an alert's history is what happened to it", async () => {
    await store().execute([opening()], null);
    await store().execute([{ type: "Resolve", id: 1, note: "fixed" }], "user:ann");
    expect(await history(1)).toMatchObject([
      { seq: 1, type: "AlertOpened", version: 2, actor: "source:monitor" },
      { seq: 2, type: "AlertResolved", version: 2, actor: "user:ann" },
      { seq: 3, type: "AlertNoted", version: 1, actor: "user:ann", data: { text: "fixed" } },
    ]);
    const none = await store().history(2, { type: "newest" }, 10);
    expect(none).toMatchObject({ problem: { code: "alert-not-found" } });
    expect(await store().alert(2)).toBeNull();
  });

  describe("earlier episodes", () => {
    const began = (startedAt: string) => opening({ fingerprint: "f", startedAt });
    const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const ids = async (id: number, before: number | null, limit: number) => {
      const { episodes, older } = valueOf(await store().episodes(id, before, limit));
      const cursor = older && valueOf(readCursor(store().head().epoch, "before", older));
      return [episodes.map((episode) => episode.id), cursor];
    };

    test("are those of the same identity that were received before, newest first", async () => {
      await execute(
        opening(),
        began(at(0)),
        { type: "Resolve", id: 2 },
        opening(),
        began(later(1)),
      );
      await execute({ type: "Resolve", id: 4 }, { type: "Delete", id: 4 }, began(later(2)));
      expect(await ids(5, null, 10)).toEqual([[4, 2], null]);
      expect(await ids(4, null, 10)).toEqual([[2], null]);
      const [first] = valueOf(await store().episodes(4, null, 10)).episodes;
      const { startedAt, resolvedAt, severity } = (await store().alert(2)) ?? {};
      expect(first).toEqual({ id: 2, startedAt, resolvedAt, severity });
      // One without a name has none, and one that is not there is not found.
      expect(await ids(3, null, 10)).toEqual([[], null]);
      const none = await store().episodes(9, null, 10);
      expect(none).toMatchObject({ problem: { code: "alert-not-found" } });
    });

    test("come in parts that join, an open one among them", async () => {
      await execute(began(at(0)));
      for (let id = 1; id < 6; id++) await execute({ type: "Resolve", id }, began(later(id)));
      await execute({ type: "Resolve", id: 6 }, { type: "Reopen", id: 3 });
      expect(await ids(6, null, 2)).toEqual([[5, 4], 4]);
      expect(await ids(6, 4, 2)).toEqual([[3, 2], 2]);
      expect(await ids(6, 2, 2)).toEqual([[1], null]);
      expect(await ids(6, null, 5)).toEqual([[5, 4, 3, 2, 1], null]);
    });
  });

  describe("the log", () => {
    test("is read on from a place, in its order", async () => {
      await execute(opening({ title: "One" }), opening(), { type: "Note", id: 1, note: "mine" });
      const events = await store().eventsAfter(0, 10);
      expect(events).toMatchObject([
        { seq: 1, alertId: 1, type: "AlertOpened", data: { title: "One" } },
        { seq: 2, alertId: 2, type: "AlertOpened", actor: "source:monitor" },
        { seq: 3, alertId: 1, type: "AlertNoted", data: { text: "mine" }, actor: "operator" },
      ]);
      expect(await store().eventsAfter(1, 1)).toEqual(events.slice(1, 2));
      expect(await store().eventsAfter(3, 10)).toEqual([]);
    });

    test("is read no more at once than fits, and one event at least", async () => {
      await fill(5, { description: "x".repeat(400_000) });
      const seqs = async (after: number) =>
        (await store().eventsAfter(after, 10)).map(({ seq }) => seq);
      expect([await seqs(0), await seqs(2), await seqs(4)]).toEqual([[1, 2], [3, 4], [5]]);
      await fill(1, { description: "x".repeat(1_500_000) });
      expect(await seqs(5)).toEqual([6]);
    });

    test("has for each consumer a place, where it left off", async () => {
      expect(await store().position("one")).toBeNull();
      await fill(3);
      expect(await store().move("one", 2)).toEqual({ ok: true, value: null });
      await store().move("two", 3);
      await store().move("one", 1);
      expect([await store().position("one"), await store().position("two")]).toEqual([1, 3]);
      expect(store().head().seq).toBe(3);
    });
  });

  describe("the timeline", () => {
    const span = { from: null, to: null, buckets: 10 };

    test("of an empty feed has no buckets", async () => {
      expect(valueOf(await store().timeline(EVERYTHING, span))).toEqual({ buckets: [] });
    });

    test("has no buckets where what was asked for ends before the first alert, or begins after the last", async () => {
      const received = await receiveOne();
      const before = { ...span, to: received - 3_600_000 };
      const after = { ...span, from: received + 3_600_000 };
      expect(valueOf(await store().timeline(EVERYTHING, before))).toEqual({ buckets: [] });
      expect(valueOf(await store().timeline(EVERYTHING, after))).toEqual({ buckets: [] });
    });

    test("has no bucket that begins where what was asked for ends", async () => {
      const received = await receiveOne();
      const to = received - (received % 60_000);
      const halfAnHour = { from: to - 1_800_000, to, buckets: 7 };
      const { buckets } = valueOf(await store().timeline(EVERYTHING, halfAnHour));
      expect(buckets.map(({ start, end }) => Date.parse(end) - Date.parse(start))).toEqual(
        Array.from({ length: 6 }, () => 300_000),
      );
    });

    /** When it was received (ms since 1970). */
    async function receiveOne(): Promise<number> {
      await fill(1);
      return Date.parse((await store().alert(1))?.receivedAt ?? "");
    }

    test("counts the alerts that the filter shows", async () => {
      await fill(3, { severity: "error" });
      await fill(2, { severity: "info", labels: { env: "prod" } });
      await execute({ type: "Delete", id: 1 });
      const totals = async (filter: Filter) => {
        const { buckets } = valueOf(await store().timeline(filter, span));
        return buckets.reduce(
          (sum, { error, info }) => [(sum[0] ?? 0) + error, (sum[1] ?? 0) + info],
          [0, 0],
        );
      };
      expect(await totals(EVERYTHING)).toEqual([2, 2]);
      expect(await totals(readFilter({ label: ["env=prod"] }))).toEqual([0, 2]);
      expect(await totals(readFilter({ deleted: "only" }))).toEqual([1, 0]);
      expect(await totals(readFilter({ deleted: "include" }))).toEqual([3, 2]);
    });
  });
}
