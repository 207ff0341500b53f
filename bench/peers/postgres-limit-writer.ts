import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import type { Alert } from "../../src/domain/alert.ts";
import { searchTextOf } from "../../src/domain/search.ts";
import { identityOf } from "../../src/server/store/engine/identity.ts";
import { labelHash } from "../../src/server/store/postgres/models/label-hash.ts";

interface Waiting {
  readonly alerts: readonly Alert[];
  readonly settle: (ids: readonly number[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Position {
  readonly seq: number;
  readonly id: number;
}

/** Alerts of one commit; more wait for the next. */
const MOST = 2_000;

/** Told of what is committed, from one event to another. */
type Told = (rows: readonly object[], from: number, to: number) => Promise<void>;

/** Keeps alerts that are all new: what arrives while one group is committed is committed with the next. */
export function createWriter(pool: Pool, node: string, told: Told) {
  let waiting: Waiting[] = [];
  let isWorking = false;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.slice(0, MOST);
      waiting = waiting.slice(group.length);
      try {
        const rows = await commit(group.flatMap(({ alerts }) => alerts));
        const [first, last] = [rows[0]?.seq ?? 1, rows.at(-1)?.seq ?? 0];
        await told(rows, first - 1, last);
        let given = 0;
        for (const { alerts, settle } of group) {
          settle(rows.slice(given, (given += alerts.length)).map(({ id }) => id));
        }
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    isWorking = false;
  }

  async function commit(posted: readonly Alert[]): Promise<Alert[]> {
    const client = await pool.connect();
    try {
      const results: unknown = await client.query(BEGIN);
      const { seq, id } = positionIn(results);
      const now = new Date().toISOString();
      const rows = posted.map((alert, index) => rowOf(alert, seq + index + 1, id + index + 1, now));
      const identities = rows.map(identityIn);
      await client.query({ name: "look", text: LOOK, values: [identities] });
      await client.query({ name: "insert", text: INSERT, values: valuesOf(rows, identities) });
      const noted = [randomUUID(), seq, seq + rows.length, Buffer.from(JSON.stringify(rows)), node];
      await client.query({ name: "note", text: NOTE, values: noted });
      await client.query("commit");
      client.release();
      return rows;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  return function write(alerts: readonly Alert[]): Promise<readonly number[]> {
    return new Promise((settle, reject) => {
      waiting.push({ alerts, settle, reject });
      if (isWorking) return;
      isWorking = true;
      void work();
    });
  };
}

const BEGIN = `begin;
  select pg_advisory_xact_lock(1, 1);
  select coalesce(max(seq), 0) as seq, coalesce(max(alert_id), 0) as id from events`;

function positionIn(results: unknown): Position {
  const [, , position] = results as { rows: Position[] }[];
  return position?.rows[0] ?? { seq: 0, id: 0 };
}

/** What Tocsin decides on, which is thrown away here: all is new. */
const LOOK = `
  select a.*, p.*, t.*, u.heard
  from alerts a join pulses p on p.alert_id = a.id join texts t on t.alert_id = a.id
  left join unrecorded u on u.alert_id = a.id
  where a.id in (
    select found.id from unnest($1::text[]) n (identity)
    cross join lateral (
      (select id from alerts where identity = n.identity and status <> 'resolved' limit 1)
      union all
      (select id from alerts where identity = n.identity and status = 'resolved' order by id desc limit 2)
    ) found)`;

const TABLES = ["events", "alerts", "pulses", "texts", "labels", "search_texts"];

const INSERT = `with
  ${TABLES.map(
    (table, index) => `${table}_in as (
      insert into ${table} select * from json_populate_recordset(null::${table}, $${index + 1}::json))`,
  ).join(", ")}
  insert into counts select * from json_populate_recordset(null::counts, $7::json)
  on conflict (minute, severity) do update set alerts = counts.alerts + excluded.alerts`;

const NOTE = `
  with noted as (
    insert into commits (id, seq_from, seq_to, at, body)
    values ($1, $2::bigint, $3::bigint, (extract(epoch from clock_timestamp()) * 1000)::bigint, $4) returning 1
  ), dropped as (
    delete from commits where id in (
      select id from commits where at < (extract(epoch from clock_timestamp()) * 1000)::bigint - 600000 order by at limit 100)
  ) select pg_notify('limit', $5) from noted`;

function rowOf(posted: Alert, seq: number, id: number, now: string): Alert {
  const { source, fingerprint, title, description, severity, labels, annotations, url } = posted;
  const { startedAt } = posted;
  const said = { source, fingerprint, title, description, severity };
  const heard = { startedAt, receivedAt: now, lastSeenAt: now, occurrences: 1 };
  const none = { acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null, resolvedBy: null };
  const rest = { ...none, snoozedUntil: null, deletedAt: null };
  return { id, seq, ...said, status: "firing", labels, annotations, url, ...heard, ...rest };
}

function identityIn({ source, fingerprint, labels }: Alert): string {
  return identityOf({ source, fingerprint: fingerprint ?? "", labels });
}

/** The rows of each table, as JSON. */
function valuesOf(rows: readonly Alert[], identities: readonly string[]): string[] {
  const counts = Map.groupBy(
    rows,
    ({ receivedAt, severity }) => `${Math.floor(Date.parse(receivedAt) / 60_000)} ${severity}`,
  );
  return [
    rows.map(({ id, seq, source, receivedAt, ...alert }) => {
      const at = { type: "AlertOpened", version: 1, recorded_at: Date.parse(receivedAt) };
      return { seq, alert_id: id, ...at, actor: `source:${source}`, data: { source, ...alert } };
    }),
    rows.map((alert, index) => ({
      ...alert,
      identity: identities[index],
      started_at: Date.parse(alert.startedAt),
      received_at: Date.parse(alert.receivedAt),
    })),
    rows.map(({ id, seq, lastSeenAt }) => {
      const seen = { last_seen_at: Date.parse(lastSeenAt), occurrences: 1, starts: [] };
      return { alert_id: id, seq, ...seen };
    }),
    rows.map(({ id, ...alert }) => ({ alert_id: id, ...alert })),
    rows.flatMap(({ id, labels }) =>
      Object.entries(labels).map(([name, value]) => ({
        label: labelHash(name, value),
        alert_id: id,
      })),
    ),
    rows.map((alert) => ({ alert_id: alert.id, text: searchTextOf(alert) })),
    [...counts].map(([key, { length }]) => {
      const [minute, severity] = key.split(" ");
      return { minute: Number(minute), severity, alerts: length };
    }),
  ].map((table) => JSON.stringify(table));
}
