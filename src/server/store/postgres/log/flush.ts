import { type SQL, sql } from "drizzle-orm";
import { events, leases, unrecorded } from "../../../../../db/postgres/schema.ts";
import type { Transaction } from "../connection/database.ts";
import { writeAlerts } from "../models/project.ts";
import { numbers, recordsOf } from "../models/records.ts";
import { together } from "../models/together.ts";
import { counting } from "../models/counts.ts";
import { versionOf } from "../../engine/upcast.ts";
import { forget } from "./forget.ts";
import type { Pending } from "./pending.ts";

/** Writes what some commands have changed, in a few statements however many they are. */
export async function flush(transaction: Transaction, pending: Pending): Promise<void> {
  const outcomes = pending.outcomes();
  await forget(transaction, pending.forgotten);
  const ofAlerts = await writeAlerts(transaction, outcomes);
  const { add, drop } = counting(outcomes);
  const beside = [...leasesOf(pending), ...unrecordedOf(pending)];
  const all = together([...eventsOf(pending), ...ofAlerts, ...add, ...beside]);
  [...all, ...drop].forEach(transaction.send);
}

function eventsOf(pending: Pending): SQL[] {
  const rows = pending.eventsLeft().map(({ seq, alertId, type, recordedAt, actor, data }) => ({
    seq,
    alert_id: alertId,
    type,
    version: versionOf(type),
    recorded_at: Date.parse(recordedAt),
    actor,
    data,
  }));
  return rows.length === 0
    ? []
    : [sql`insert into events select * from ${recordsOf(events, rows)}`];
}

function leasesOf(pending: Pending): SQL[] {
  const { gone, kept } = parted(pending.leases);
  const rows = kept.map(([alert_id, { expiresAt, renewedAt }]) => {
    return { alert_id, expires_at: Date.parse(expiresAt), renewed_at: Date.parse(renewedAt) };
  });
  const put = sql`
    insert into leases select * from ${recordsOf(leases, rows)} on conflict (alert_id) do update
    set expires_at = excluded.expires_at, renewed_at = excluded.renewed_at`;
  const remove = sql`delete from leases where alert_id = any(${numbers(gone)})`;
  return [...(rows.length > 0 ? [put] : []), ...(gone.length > 0 ? [remove] : [])];
}

function unrecordedOf(pending: Pending): SQL[] {
  const { gone, kept } = parted(pending.unrecorded);
  const rows = kept.map(([alert_id, { dueAt, heard }]) => {
    return { alert_id, due_at: Date.parse(dueAt), heard };
  });
  const put = sql`
    insert into unrecorded select * from ${recordsOf(unrecorded, rows)}
    on conflict (alert_id) do update set due_at = excluded.due_at, heard = excluded.heard`;
  const remove = sql`delete from unrecorded where alert_id = any(${numbers(gone)})`;
  return [...(rows.length > 0 ? [put] : []), ...(gone.length > 0 ? [remove] : [])];
}

/** Which alerts are to have none, and what the others are to have. */
function parted<T>(rows: ReadonlyMap<number, T | null>) {
  const gone = [...rows].filter(([, row]) => row === null).map(([id]) => id);
  const kept = [...rows].flatMap(([id, row]) => (row === null ? [] : [[id, row] as const]));
  return { gone, kept };
}
