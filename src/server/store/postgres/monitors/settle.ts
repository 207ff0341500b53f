import { sql } from "drizzle-orm";
import { points } from "../../../../../db/postgres/monitors.ts";
import { keptFor } from "../../../monitors/bucket.ts";
import { type NewSpan, spansOf } from "../../engine/monitors/spans.ts";
import type { KeptMonitor, Settlement } from "../../monitors.ts";
import type { Session } from "../connection/database.ts";
import type { Writing } from "../log/log.ts";
import { recordsOf } from "../models/records.ts";
import { closeSpan, openSpans } from "./spans.ts";

type SavedRow = Pick<KeptMonitor, "id" | "name" | "severity" | "bucket" | "season" | "labels">;

/** A settlement that was kept, and its monitor. */
interface Kept {
  readonly settlement: Settlement;
  readonly monitor: SavedRow;
}

/** What was judged, where each monitor stands after it, and what is opened and closed for it. */
export async function settleMonitors(
  writing: Writing,
  settlements: readonly Settlement[],
  now: number,
): Promise<boolean[]> {
  const rows = await save(writing, settlements);
  const monitors = new Map(rows.map((row) => [row.id, row]));
  const kept = settlements.flatMap((settlement) => {
    const monitor = monitors.get(settlement.monitor);
    return monitor === undefined ? [] : [{ settlement, monitor }];
  });
  await insertPoints(writing, kept);
  await forget(writing, kept);
  const opened: NewSpan[] = [];
  for (const { settlement, monitor } of kept) {
    const changed = spansOf(monitor, settlement.happenings);
    for (const span of changed.closed) await closeSpan(writing, span);
    opened.push(...changed.opened);
  }
  await openSpans(writing, opened, now);
  return settlements.map(({ monitor }) => monitors.has(monitor));
}

/** Where each stands, of those that stood where they were judged and were not changed. */
async function save(session: Session, settlements: readonly Settlement[]): Promise<SavedRow[]> {
  const rows = settlements.map(({ monitor, revision, from, standing }) => {
    return { monitor, revision, from, ...standing };
  });
  return session.all<SavedRow>(sql`
    update monitors m
    set position = x.position, alert = x.alert, empty = x.empty, progress = x.progress, trouble = x.trouble
    from json_to_recordset(${JSON.stringify(rows)}::json) x (monitor bigint, revision int, "from" bigint,
      position bigint, alert json, empty int, progress float8, trouble text)
    where m.id = x.monitor and m.revision = x.revision and m.position is not distinct from x."from"
    returning m.id, m.name, m.severity, m.bucket, m.season, m.labels`);
}

async function insertPoints(session: Session, kept: readonly Kept[]): Promise<void> {
  const rows = kept.flatMap(({ settlement, monitor }) =>
    settlement.points.map(({ time: t, ...point }) => ({ monitor: monitor.id, t, ...point })),
  );
  if (rows.length === 0) return;
  await session.run(sql`
    insert into points select * from ${recordsOf(points, rows)}
    on conflict (monitor, t) do update
    set value = excluded.value, expected = excluded.expected, score = excluded.score`);
}

/** Numbers that were judged, and what is too old. */
async function forget(session: Session, kept: readonly Kept[]): Promise<void> {
  const rows = kept.flatMap(({ settlement, monitor }) => {
    const { position } = settlement.standing;
    return position === null
      ? []
      : [{ monitor: monitor.id, position, old: position - keptFor(monitor) }];
  });
  if (rows.length === 0) return;
  const of = sql`json_to_recordset(${JSON.stringify(rows)}::json) x (monitor bigint, position bigint, old bigint)`;
  await session.run(
    sql`delete from monitor_numbers n using ${of} where n.monitor = x.monitor and n.t <= x.position`,
  );
  await session.run(
    sql`delete from points p using ${of} where p.monitor = x.monitor and p.t < x.old`,
  );
  await session.run(
    sql`delete from monitor_spans s using ${of} where s.monitor = x.monitor and s."to" < x.old`,
  );
}
