import { describe, expect, test } from "vitest";
import { EVERYTHING, readFilter } from "../../../domain/filter.ts";
import type { Horizon } from "../../../domain/retention.ts";
import type { Purge } from "../store.ts";
import { HEAD, type Open, opening, subjectOf, valueOf } from "./subject.ts";

const FUTURE = "2100-01-01T00:00:00.000Z";
const RESOLVED: Horizon = { of: "resolved", before: FUTURE };
const AT = "2026-11-26T12:00:00.000Z";
const BY = { actor: "user:Mira", address: "192.0.2.1" } as const;

/** What a store must do with what is not to be kept. */
export function describeRetention(open: Open): void {
  const { store, execute, fill, page } = subjectOf(open);

  async function purge(ids: readonly number[], rest: Partial<Purge> = {}): Promise<number> {
    const actor = "source:tocsin";
    return valueOf(
      await store().purge({ ids, horizon: RESOLVED, at: AT, kept: "90d", actor, ...rest }),
    );
  }

  async function past(horizon: Horizon, after = 0, limit = 100) {
    return valueOf(await store().past({ horizon, after, limit }));
  }

  async function resolve(...ids: number[]): Promise<void> {
    await execute(...ids.map((id) => ({ type: "Resolve" as const, id })));
  }

  describe("what lies beyond a horizon", () => {
    test("is found from the oldest on, so many at a time", async () => {
      await fill(6);
      await resolve(1, 2, 4, 5);
      expect(await past(RESOLVED, 0, 2)).toEqual({ ids: [1, 2], next: 2, first: 1, last: 6 });
      expect(await past(RESOLVED, 2, 2)).toEqual({ ids: [4, 5], next: 5, first: 1, last: 6 });
      expect(await past(RESOLVED, 5, 2)).toEqual({ ids: [], next: null, first: 1, last: 6 });
    });

    test("is not what was received later, nor resolved later, nor what is open", async () => {
      await fill(3);
      await resolve(1, 2);
      const bound = (await store().alert(2))?.resolvedAt ?? "";
      expect((await past({ of: "resolved", before: bound })).ids).not.toContain(2);
      expect((await past({ of: "resolved", before: "2020-01-01T00:00:00.000Z" })).ids).toEqual([]);
      expect((await past(RESOLVED)).ids).toEqual([1, 2]);
    });

    test("is, of the trash, what has lain there", async () => {
      await fill(4);
      await resolve(1);
      await execute({ type: "Delete", id: 2 }, { type: "Delete", id: 4 });
      expect(await past({ of: "trash", before: FUTURE }, 0, 1)).toMatchObject({
        ids: [2],
        next: 2,
      });
      expect((await past({ of: "trash", before: FUTURE }, 2)).ids).toEqual([4]);
    });

    test("is looked for a part at a time, however much is kept", async () => {
      await fill(1_500);
      await resolve(1_400);
      const first = await past(RESOLVED);
      expect(first).toMatchObject({ ids: [], last: 1_500 });
      expect(first.next).toBeLessThan(1_400);
      expect((await past(RESOLVED, first.next ?? 0)).ids).toEqual([1_400]);
    });
  });

  describe("a purge", () => {
    test("removes what is beyond the horizon still, and says how many those were", async () => {
      await fill(3);
      await resolve(1, 2);
      expect(await purge([1, 2, 3, 9])).toBe(2);
      expect(await purge([1, 2])).toBe(0);
      expect((await page(HEAD, 10)).alerts.map(({ id }) => id)).toEqual([3]);
      expect(await store().alert(1)).toBeNull();
    });

    test("is told to listeners and to whoever catches up, in its place", async () => {
      await fill(3);
      await resolve(1, 2);
      const before = [await store().alert(1), await store().alert(2)];
      const told: unknown[] = [];
      store().onCommit(({ changes }) => told.push(...changes));
      await purge([1, 2]);
      await execute({ type: "Acknowledge", id: 3 });
      expect(told.slice(0, 2)).toEqual([
        { before: before[0], after: null, seq: 6 },
        { before: before[1], after: null, seq: 7 },
      ]);
      const alerts = [await store().alert(3)];
      const removals = [6, 7].map((seq) => ({ id: seq - 5, seq }));
      const common = { head: 8, reach: 0 };
      expect(await store().changedSince(4, 10)).toEqual({ alerts, removals, ...common });
      expect(await store().changedSince(5, 2)).toEqual({ alerts: [], removals, ...common });
      expect(await store().changedSince(6, 2)).toEqual({
        alerts,
        removals: removals.slice(1),
        ...common,
      });
      expect(await store().changedSince(7, 1)).toEqual({ alerts, removals: [], ...common });
    });

    test("is told on the page that ends with the oldest alert, and on no other", async () => {
      await fill(4);
      expect(await page(HEAD, 10)).not.toHaveProperty("removed");
      await resolve(1);
      await purge([1]);
      const removed = { at: AT, kept: "90d" };
      expect(await page(HEAD, 10)).toMatchObject({ removed });
      expect(await page(HEAD, 2)).not.toHaveProperty("removed");
      expect(await page(HEAD, 10, readFilter({ q: "disk" }))).toMatchObject({ removed });
      expect(await page({ type: "before", id: 1 }, 10)).toMatchObject({ alerts: [], removed });
    });

    test("leaves its place to be found", async () => {
      await fill(5);
      await resolve(3);
      await purge([3]);
      const { alerts } = await page({ type: "around", id: 3 }, 2);
      expect(alerts.map(({ id }) => id)).toEqual([4, 2]);
      const beyond = await store().page(EVERYTHING, { type: "around", id: 6 }, 2);
      expect(beyond).toMatchObject({ problem: { code: "alert-not-found" } });
    });

    test("of the trash says nothing of older alerts", async () => {
      await fill(2);
      await execute({ type: "Delete", id: 1 });
      expect(await purge([1], { horizon: { of: "trash", before: FUTURE } })).toBe(1);
      expect(await page(HEAD, 10)).not.toHaveProperty("removed");
    });

    test("gives no number again, though nothing is left", async () => {
      await fill(2);
      await resolve(1, 2);
      await purge([1, 2]);
      const [done] = await execute(opening());
      expect(done).toMatchObject({ value: { alert: { id: 3, seq: 7 } } });
      for (const id of [1, 2]) expect(await store().wasRemoved(id)).toBe(true);
      for (const id of [0, 3, 4, 2 ** 31, 1e16]) expect(await store().wasRemoved(id)).toBe(false);
    });

    test("leaves nothing for who reads the log on but that it was", async () => {
      await fill(2);
      await resolve(1);
      await purge([1]);
      const events = await store().eventsAfter(0, 10);
      expect(events.map(({ seq, type, alertId }) => [seq, type, alertId])).toEqual([
        [2, "AlertOpened", 2],
        [4, "AlertForgotten", 1],
      ]);
      const timeline = valueOf(
        await store().timeline(EVERYTHING, { from: null, to: null, buckets: 1 }),
      );
      expect(timeline.buckets).toMatchObject([{ critical: 0, error: 0, warning: 1, info: 0 }]);
    });
  });

  describe("who forgets an alert", () => {
    test("must find it in the trash", async () => {
      await fill(1);
      const refused = [await store().forget(1, BY), await store().forget(2, BY)];
      expect(refused).toMatchObject([
        { problem: { code: "alert-not-deleted" } },
        { problem: { code: "alert-not-found" } },
      ]);
      await execute({ type: "Delete", id: 1 });
      expect(await store().forget(1, BY)).toEqual({ ok: true, value: null });
      expect(await store().wasRemoved(1)).toBe(true);
      expect(await store().eventsAfter(0, 10)).toMatchObject([{ actor: "user:Mira" }]);
    });
  });
}
