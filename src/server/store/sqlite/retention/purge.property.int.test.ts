import fc from "fast-check";
import { expect, test } from "vitest";
import { EVERYTHING, readFilter } from "../../../../domain/filter.ts";
import { faultOfContents } from "../backup/contents.ts";
import { openScratch } from "../database.fixture.ts";
import { finish } from "../file/transaction.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { rebuild } from "../log/rebuild.ts";
import { prepareLastId } from "../log/forget.ts";
import { dump } from "../models/read-models.fixture.ts";
import { arbitraryDeed } from "../queries/hostile.arbitrary.ts";
import { purge } from "./purge.fixture.ts";

type Scratch = ReturnType<typeof openScratch>;
type Dump = ReturnType<typeof dump>;

const step = fc.oneof(
  { weight: 6, arbitrary: arbitraryDeed },
  {
    weight: 2,
    arbitrary: fc.record({
      of: fc.constantFrom("resolved" as const, "trash" as const),
      /** How long before now (ms) the horizon lies. */
      age: fc.constantFrom(0, 30_000, 100_000),
      limit: fc.integer({ min: 1, max: 4 }),
    }),
  },
);

/** What there would be, had those alerts never been. */
function without(before: Dump, purged: ReadonlySet<number>): Dump {
  const isLeft = (id: unknown) => !purged.has(Number(id));
  const rows = (list: unknown[], key: string) =>
    list.filter((row) => isLeft((row as Record<string, unknown>)[key]));
  const alerts = rows(before.alerts, "id");
  return {
    alerts,
    labels: rows(before.labels, "alert_id"),
    search: rows(before.search, "doc"),
    counts: countsOf(alerts as { received_at: number; severity: string; deleted_at: unknown }[]),
  };
}

function countsOf(
  alerts: readonly { received_at: number; severity: string; deleted_at: unknown }[],
): object[] {
  const counts = new Map<string, { minute: number; severity: string; alerts: number }>();
  for (const { received_at: time, severity } of alerts.filter((one) => one.deleted_at === null)) {
    const minute = Math.floor(time / 60_000);
    const key = `${String(minute).padStart(15, "0")} ${severity}`;
    const count = counts.get(key) ?? { minute, severity, alerts: 0 };
    counts.set(key, { ...count, alerts: count.alerts + 1 });
  }
  const keys = [...counts.keys()].sort();
  return keys.flatMap((key) => counts.get(key) ?? []);
}

/** Every alert, page by page. */
function walk({ reads }: Scratch, filter = readFilter({ deleted: "include" })): number[] {
  const ids: number[] = [];
  let id = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = reads.page(filter, { type: "before", id }, 3);
    if (!page.ok) throw new Error(page.problem.code);
    ids.push(...page.value.alerts.map((alert) => alert.id));
    if (page.value.older === null) return ids;
    id = ids.at(-1) ?? 0;
  }
}

test("whenever some are purged, all is as if they had never been, and the log says so", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
      using scratch = openScratch();
      const all = new Set<number>();
      for (const one of steps) {
        if ("type" in one) {
          scratch.perform([one], 20_000);
          continue;
        }
        const before = dump(scratch.tables);
        const { seq } = scratch.reads.head();
        const last = prepareLastId(scratch.tables)();
        const horizon = { of: one.of, before: isoTime(scratch.clock.now - one.age) };
        const purged = purge(scratch, horizon, one.limit);
        for (const id of purged) all.add(id);
        expect(dump(scratch.tables)).toEqual(without(before, purged));
        expect(scratch.reads.head().seq).toBe(seq + purged.size);
        expect(prepareLastId(scratch.tables)()).toBe(last);
        const told = scratch.reads.changedSince(seq, 1_000);
        expect(told.alerts).toEqual([]);
        expect(new Set(told.removals.map(({ id }) => id))).toEqual(purged);
        expect(faultOfContents(scratch.tables.$client, null)).toBeNull();
      }
      const left = dump(scratch.tables);
      for (const id of all) expect(scratch.reads.history(id)).toEqual([]);
      expect(new Set(walk(scratch)).intersection(all)).toEqual(new Set());
      expect(walk(scratch)).toHaveLength(left.alerts.length);
      expect(walk(scratch, EVERYTHING).length).toBeLessThanOrEqual(left.alerts.length);
      finish(rebuild(scratch.tables));
      expect(dump(scratch.tables)).toEqual(left);
    }),
    { numRuns: 60 },
  );
});
