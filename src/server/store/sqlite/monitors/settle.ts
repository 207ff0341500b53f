import { and, eq, lt, lte, sql } from "drizzle-orm";
import {
  monitorNumbers,
  monitors,
  monitorSpans,
  points,
} from "../../../../../db/sqlite/monitors.ts";
import type { Pairs } from "../../../../domain/alert.ts";
import { keptFor } from "../../../monitors/bucket.ts";
import type { KeptMonitor, Settlement } from "../../monitors.ts";
import { type NewSpan, spansOf } from "../../engine/monitors/spans.ts";
import { prepareStatement } from "../file/statement.ts";
import type { WriteContext } from "../writes.ts";
import { prepareSpans } from "./spans.ts";

interface Settled {
  readonly settlements: readonly Settlement[];
  readonly now: number;
}

type Row = Pick<KeptMonitor, "id" | "name" | "severity" | "bucket" | "season"> & {
  readonly labels: string;
};

/** What was judged, where each monitor stands after it, and what is opened and closed for it. */
export function prepareSettleMonitors(writing: WriteContext) {
  const { tables } = writing;
  const spans = prepareSpans(writing);
  const save = prepareStatement<Row>(
    tables,
    tables
      .update(monitors)
      .set({
        position: sql`${sql.placeholder("position")}`,
        alert: sql`${sql.placeholder("alert")}`,
        empty: sql`${sql.placeholder("empty")}`,
        progress: sql`${sql.placeholder("progress")}`,
        trouble: sql`${sql.placeholder("trouble")}`,
      })
      .where(
        and(
          eq(monitors.id, sql.placeholder("monitor")),
          eq(monitors.revision, sql.placeholder("revision")),
          sql`${monitors.position} is ${sql.placeholder("from")}`,
        ),
      )
      .returning({
        id: monitors.id,
        name: monitors.name,
        severity: monitors.severity,
        bucket: monitors.bucket,
        season: monitors.season,
        labels: monitors.labels,
      }),
  );
  const insert = tables.$client.prepare(
    `insert or replace into points (monitor, t, value, expected, score)
      values (:monitor, :time, :value, :expected, :score)`,
  );
  const forget = [
    tables
      .delete(monitorNumbers)
      .where(
        and(
          eq(monitorNumbers.monitor, sql.placeholder("monitor")),
          lte(monitorNumbers.t, sql.placeholder("position")),
        ),
      ),
    tables
      .delete(points)
      .where(
        and(eq(points.monitor, sql.placeholder("monitor")), lt(points.t, sql.placeholder("old"))),
      ),
    tables
      .delete(monitorSpans)
      .where(
        and(
          eq(monitorSpans.monitor, sql.placeholder("monitor")),
          lt(monitorSpans.to, sql.placeholder("old")),
        ),
      ),
  ].map((wording) => prepareStatement(tables, wording));

  function settle(settlement: Settlement, opened: NewSpan[]): boolean {
    const { monitor, revision, from, standing, happenings } = settlement;
    const { position } = standing;
    const alert = JSON.stringify(standing.alert);
    const row = save.get({ ...standing, alert, monitor, revision, from });
    if (row === undefined) return false;
    for (const point of settlement.points) insert.run({ ...point, monitor });
    if (position !== null) {
      const old = position - keptFor(row);
      for (const statement of forget) statement.run({ monitor, position, old });
    }
    const changed = spansOf({ ...row, labels: JSON.parse(row.labels) as Pairs }, happenings);
    for (const span of changed.closed) spans.close(span);
    opened.push(...changed.opened);
    return true;
  }

  return ({ settlements, now }: Settled): boolean[] => {
    const opened: NewSpan[] = [];
    const kept = settlements.map((settlement) => settle(settlement, opened));
    spans.open(opened, now);
    return kept;
  };
}
