import { and, asc, eq, gte, isNull, lt, lte, min, or, sql } from "drizzle-orm";
import { monitorNumbers, monitorSpans, points } from "../../../../../db/sqlite/monitors.ts";
import type { BucketNumbers, Watched } from "../../monitors.ts";
import type { Tables } from "../file/database.ts";
import { readPoint } from "../../engine/monitors/monitor-row.ts";

/** The points of a monitor from one time to before another, and the alerts that were open in that time. */
export function prepareReadWatched(tables: Tables) {
  const pointsOf = tables
    .select()
    .from(points)
    .where(
      and(
        eq(points.monitor, sql.placeholder("id")),
        gte(points.t, sql.placeholder("from")),
        lt(points.t, sql.placeholder("to")),
      ),
    )
    .orderBy(asc(points.t))
    .prepare();
  const spansOf = tables
    .select({
      kind: monitorSpans.kind,
      from: monitorSpans.from,
      to: monitorSpans.to,
      alert: monitorSpans.alert,
    })
    .from(monitorSpans)
    .where(
      and(
        eq(monitorSpans.monitor, sql.placeholder("id")),
        lt(monitorSpans.from, sql.placeholder("to")),
        or(isNull(monitorSpans.to), gte(monitorSpans.to, sql.placeholder("from"))),
      ),
    )
    .orderBy(asc(monitorSpans.from), asc(monitorSpans.id))
    .prepare();
  return (id: number, from: number, to: number): Watched => ({
    points: pointsOf.all({ id, from, to }).map(readPoint),
    spans: spansOf.all({ id, from, to }),
  });
}

/** The numbers of buckets that have yet to be judged. */
export function prepareReadNumbers(tables: Tables) {
  const ofMonitor = eq(monitorNumbers.monitor, sql.placeholder("id"));
  const since = and(ofMonitor, gte(monitorNumbers.t, sql.placeholder("from")));
  const first = tables
    .select({ time: min(monitorNumbers.t) })
    .from(monitorNumbers)
    .where(since)
    .prepare();
  const between = tables
    .select()
    .from(monitorNumbers)
    .where(and(since, lte(monitorNumbers.t, sql.placeholder("to"))))
    .orderBy(asc(monitorNumbers.t))
    .prepare();
  return {
    first: (id: number, from: number): number | null => first.get({ id, from })?.time ?? null,
    between: (id: number, from: number, to: number): readonly BucketNumbers[] =>
      between.all({ id, from, to }).map(({ t: time, ...numbers }) => ({ ...numbers, time })),
  };
}
