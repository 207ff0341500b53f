import { type SQL, sql } from "drizzle-orm";
import { monitors } from "../../../../../db/postgres/monitors.ts";
import { ok, type Result } from "../../../../domain/problem.ts";
import { monitorAdded, monitorChanged, monitorRemoved } from "../../engine/monitors/audit.ts";
import {
  begun,
  type Changed,
  changeOf,
  type Course,
  removalOf,
} from "../../engine/monitors/change.ts";
import { noMonitor, tooManyMonitors } from "../../engine/monitors/problems.ts";
import { type KeptMonitor, MOST_MONITORS, type MonitorSettings } from "../../monitors.ts";
import type { By } from "../../people.ts";
import type { Session } from "../connection/database.ts";
import type { WriteContext } from "../connection/write-context.ts";
import type { Writing } from "../log/log.ts";
import { recordsOf } from "../models/records.ts";
import { note } from "../people/audit.ts";
import { findMonitor } from "./monitor-row.ts";
import { closeSpan } from "./spans.ts";

/** The lock of the log makes sure that no two nodes add the last one that there may be. */
export async function addMonitor(
  writing: WriteContext,
  settings: MonitorSettings,
  now: number,
  by: By,
): Promise<Result<KeptMonitor>> {
  const counted = await writing.get<{ readonly all: number }>(
    sql`select count(*) as all from monitors`,
  );
  if ((counted?.all ?? 0) >= MOST_MONITORS) return tooManyMonitors();
  const row = { revision: 1, ...columnsOf(settings, begun(settings, now)) };
  const names = sql.join(
    Object.keys(row).map((name) => sql.identifier(name)),
    sql`, `,
  );
  const added = await writing.get<{ readonly id: number }>(sql`
    insert into monitors (${names}) select ${names} from ${recordsOf(monitors, [row])} x returning id`);
  if (added === undefined) throw new Error("The monitor got no number.");
  const { id } = added;
  await note(writing, monitorAdded(id, settings, by));
  return foundIn(writing, id);
}

/** What people decide and where it stands, by the names in the database. */
function columnsOf(settings: MonitorSettings, { standing, since, closed }: Course) {
  return {
    name: settings.name,
    input: settings.input,
    bucket: settings.bucket,
    aggregate: settings.aggregate,
    season: settings.season,
    sensitivity: settings.sensitivity,
    direction: settings.direction,
    minimum_change: settings.minimumChange,
    close_after: settings.closeAfter,
    silent_after: settings.silentAfter,
    severity: settings.severity,
    labels: settings.labels,
    is_enabled: settings.isEnabled,
    since,
    closed,
    ...standing,
  };
}

async function foundIn(session: Session, id: number): Promise<Result<KeptMonitor>> {
  const found = await findMonitor(session, id);
  return found === null ? noMonitor(id) : ok(found);
}

export async function changeMonitor(
  writing: Writing,
  id: number,
  change: Partial<MonitorSettings>,
  now: number,
  by: By,
): Promise<Result<KeptMonitor>> {
  const before = await findMonitor(writing, id);
  if (before === null) return noMonitor(id);
  const { course, closed, forgotten } = changeOf(before, change, now);
  for (const span of closed) await closeSpan(writing, span);
  await forget(writing, id, forgotten);
  const columns = columnsOf({ ...before, ...change }, course);
  await writing.run(sql`
    update monitors y set ${assignments(Object.keys(columns))}, revision = y.revision + 1
    from ${recordsOf(monitors, [columns])} x where y.id = ${id}`);
  await note(writing, monitorChanged(before, change, by));
  return foundIn(writing, id);
}

function assignments(columns: readonly string[]): SQL {
  const names = columns.map((name) => sql.identifier(name));
  return sql.join(
    names.map((name) => sql`${name} = x.${name}`),
    sql`, `,
  );
}

export async function removeMonitor(
  writing: Writing,
  id: number,
  now: number,
  by: By,
): Promise<Result<null>> {
  const before = await findMonitor(writing, id);
  if (before === null) return noMonitor(id);
  for (const span of removalOf(before, now)) await closeSpan(writing, span);
  await forget(writing, id, "all");
  await writing.run(sql`delete from monitors where id = ${id}`);
  await note(writing, monitorRemoved(before, by));
  return ok(null);
}

const FORGOTTEN = {
  all: ["monitor_numbers", "points", "monitor_spans"],
  numbers: ["monitor_numbers"],
  nothing: [],
} as const;

/** Forgets what was made of what it watched. */
async function forget(session: Session, id: number, what: Changed["forgotten"]): Promise<void> {
  for (const table of FORGOTTEN[what])
    await session.run(sql`delete from ${sql.identifier(table)} where monitor = ${id}`);
}
