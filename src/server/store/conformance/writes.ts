import { describe, expect, test } from "vitest";
import type { Pairs } from "../../../domain/alert.ts";
import { readFilter } from "../../../domain/filter.ts";
import { HEAD, type Open, opening, range, subjectOf, valueOf } from "./subject.ts";
import { at } from "../../../domain/history.arbitrary.ts";
import type { Commit } from "../store.ts";

/** What a store must do with commands. */
export function describeWrites(open: Open): void {
  const { store, execute, fill, page, history } = subjectOf(open);

  describe("execute", () => {
    test("numbers events without a gap and ids and times upwards, whoever writes at once", async () => {
      await Promise.all(
        Array.from({ length: 40 }, () => execute(opening(), { type: "Resolve", id: 1 })),
      );
      const entries = (await Promise.all(range(1, 40).map((id) => history(id)))).flat();
      const seqs = entries.map(({ seq }) => seq).sort((a, b) => a - b);
      expect(seqs).toEqual(range(1, store().head().seq));
      const { alerts } = await page(HEAD, 200);
      expect(alerts.map(({ id }) => id)).toEqual(range(1, 40).reverse());
      const times = alerts.map(({ receivedAt }) => receivedAt).reverse();
      expect(times).toEqual(times.toSorted());
    });

    test("decides each command on what those before it left", async () => {
      const results = await execute(
        opening(),
        { type: "Acknowledge", id: 1 },
        { type: "Acknowledge", id: 1 },
        { type: "Note", id: 1, note: "mine" },
      );
      expect(
        results.map((result) => (result.ok ? result.value.events : result.problem.code)),
      ).toEqual([
        ["AlertOpened"],
        ["AlertAcknowledged"],
        "alert-already-acknowledged",
        ["AlertNoted"],
      ]);
      expect(await store().alert(1)).toMatchObject({ status: "acknowledged", seq: 3 });
    });

    test("answers with the alert as a reader finds it", async () => {
      const labels: Pairs = Object.fromEntries([
        ["__proto__", "x"],
        ["b", '"%'],
      ]);
      const [result] = await execute(opening({ labels }));
      const alert = await store().alert(1);
      expect(result).toEqual({ ok: true, value: { alert, events: ["AlertOpened"] } });
      expect(Object.entries(alert?.labels ?? {})).toEqual(Object.entries(labels));
    });

    test("takes no commands at all for no change", async () => {
      expect(await execute()).toEqual([]);
      expect(store().head().seq).toBe(0);
    });
  });

  describe("listeners", () => {
    test("are told of each commit once, in order, before its commands are answered", async () => {
      const told: (Commit | "answered")[] = [];
      store().onCommit((commit) => told.push(commit));
      const answers = range(1, 20).map(async () => {
        const [done] = await execute(opening());
        const seq = done?.ok ? (done.value.alert?.seq ?? 0) : 0;
        const last = told.findLast((one) => one !== "answered");
        expect(last?.to).toBeGreaterThanOrEqual(seq);
      });
      await Promise.all(answers);
      const commits = told.filter((one) => one !== "answered");
      expect(commits.map(({ from }) => from)).toEqual([
        0,
        ...commits.slice(0, -1).map(({ to }) => to),
      ]);
      const changes = commits.flatMap((commit) => commit.changes);
      expect(changes.map(({ before, after }) => [before, after?.seq])).toEqual(
        range(1, 20).map((seq) => [null, seq]),
      );
    });

    test("are told the rows from before and after, and not of what changed nothing", async () => {
      await fill(1);
      const before = await store().alert(1);
      const commits: Commit[] = [];
      store().onCommit((commit) => commits.push(commit));
      await execute({ type: "Unacknowledge", id: 1 });
      await execute({ type: "Acknowledge", id: 1 });
      expect(commits).toEqual([
        { from: 1, to: 2, changes: [{ before, after: await store().alert(1) }] },
      ]);
    });
  });

  describe("an end that is taken back", () => {
    const reopen = { type: "Reopen", id: 1 } as const;
    const named = (startedAt: string) => opening({ fingerprint: "f", startedAt });
    const code = (result?: { ok: boolean; problem?: { code: string } }) => result?.problem?.code;

    test("is that of the same row, and its source goes on with it", async () => {
      await execute(named(at(0)), { type: "Resolve", id: 1 }, reopen);
      expect(await store().alert(1)).toMatchObject({ status: "firing", resolvedAt: null });
      const [told] = await execute(named(at(0)));
      expect(told).toMatchObject({ value: { alert: { id: 1 }, events: ["AlertRepeated"] } });
    });

    test("is refused while a newer episode is open, and only then", async () => {
      const later = new Date(Date.now() + 60_000).toISOString();
      await execute(named(at(0)), { type: "Resolve", id: 1 }, named(later));
      const [refused] = await execute(reopen);
      expect(code(refused)).toBe("alert-newer-episode");
      expect((await execute({ type: "Resolve", id: 2 }, reopen)).every(({ ok }) => ok)).toBe(true);
      const [other] = await execute({ type: "Reopen", id: 2 });
      expect(code(other)).toBe("alert-newer-episode");
    });

    test("of an alert that has no name is never refused for another", async () => {
      await execute(opening(), { type: "Resolve", id: 1 }, opening());
      expect(await execute(reopen)).toMatchObject([{ value: { events: ["AlertReopened"] } }]);
    });
  });

  describe("an alert that is forgotten", () => {
    const forget = { type: "Forget", id: 2 } as const;

    test("must lie in the trash", async () => {
      await fill(2);
      const beyond = [3, 2 ** 31, 1e20].map((id) => ({ type: "Forget", id }) as const);
      const refused = await execute(forget, ...beyond);
      expect(refused.map((result) => (result.ok ? "done" : result.problem.code))).toEqual([
        "alert-not-deleted",
        "alert-not-found",
        "alert-not-found",
        "alert-not-found",
      ]);
      expect(store().head().seq).toBe(2);
    });

    test("is gone from everywhere, and only that is told of it", async () => {
      await execute(opening(), opening({ title: "Secret", fingerprint: "f" }));
      await execute({ type: "Delete", id: 2 });
      const before = await store().alert(2);
      const commits: Commit[] = [];
      store().onCommit((commit) => commits.push(commit));
      expect(await execute(forget)).toMatchObject([{ value: { alert: null } }]);
      expect(commits).toEqual([{ from: 3, to: 4, changes: [{ before, after: null, seq: 4 }] }]);
      expect(await store().alert(2)).toBeNull();
      for (const filter of [{ deleted: "include" as const }, { q: "Secret" }]) {
        const { alerts } = await page(HEAD, 10, readFilter(filter));
        expect(alerts.map(({ id }) => id)).not.toContain(2);
      }
      const history = await store().history(2, { type: "newest" }, 10);
      expect(history).toMatchObject({ problem: { code: "alert-not-found" } });
      expect(await store().changedSince(0, 10)).toMatchObject({
        alerts: [{ id: 1 }],
        removals: [{ id: 2, seq: 4 }],
        reach: 0,
      });
      expect((await store().eventsAfter(0, 10)).map(({ seq, type }) => [seq, type])).toEqual([
        [1, "AlertOpened"],
        [4, "AlertForgotten"],
      ]);
    });

    test("leaves its numbers behind, and its identity to who comes next", async () => {
      const named = opening({ fingerprint: "f" });
      await execute(opening(), named, { type: "Delete", id: 2 }, forget);
      const [done] = await execute(named);
      expect(done).toMatchObject({ value: { alert: { id: 3, seq: 5 }, events: ["AlertOpened"] } });
    });
  });

  describe("sweep", () => {
    const [past, future] = ["2020-01-01T00:00:00.000Z", "2100-01-01T00:00:00.000Z"];
    const [long, ago] = ["1970-01-01T00:00:00.000Z", new Date().toISOString()];
    const sweep = async (now: string, since: string) =>
      valueOf(await store().sweep({ now, since }));

    test("ends the leases that have run out, when they did, and no others", async () => {
      await execute(opening({ expiresAt: past }), opening({ expiresAt: future }), opening());
      expect(await sweep(ago, future)).toBe(0);
      const commits: Commit[] = [];
      store().onCommit((commit) => commits.push(commit));
      expect(await sweep(ago, long)).toBe(1);
      expect(commits.map(({ from, to }) => [from, to])).toEqual([[3, 4]]);
      expect(await store().alert(1)).toMatchObject({ status: "resolved", resolvedAt: past });
      expect((await history(1)).at(-1)).toMatchObject({
        type: "AlertResolved",
        actor: "source:monitor",
      });
      for (const id of [2, 3]) expect(await store().alert(id)).toMatchObject({ status: "firing" });
      expect(await sweep(ago, long)).toBe(0);
    });

    test("wakes what is snoozed once its time has come, unless it was woken or put off before", async () => {
      await execute(...range(1, 4).map(() => opening()));
      await execute(
        ...range(1, 4).map((id) => ({ type: "Snooze", id, until: ago }) as const),
        { type: "Wake", id: 2 },
        { type: "Snooze", id: 3, until: future },
        { type: "Resolve", id: 4 },
      );
      expect(await sweep(past, long)).toBe(0);
      expect(await sweep(ago, long)).toBe(1);
      expect((await history(1)).at(-1)).toMatchObject({
        type: "AlertWoken",
        data: { reason: "due" },
      });
      const until = async (id: number) => (await store().alert(id))?.snoozedUntil;
      expect(await Promise.all(range(1, 4).map(until))).toEqual([null, null, future, null]);
      expect(await sweep(ago, long)).toBe(0);
    });

    test("has little to record of a source that changes its words with each report", async () => {
      const words = range(1, 50).map((n) => opening({ fingerprint: "f", title: `Word ${n}` }));
      await execute(...words);
      expect((await store().alert(1))?.title).not.toBe("Word 50");
      expect(await sweep(future, long)).toBe(1);
      expect((await history(1)).length).toBeLessThan(12);
    });
  });
}
