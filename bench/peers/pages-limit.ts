import { createServer } from "node:http";
import Database from "better-sqlite3";
import { listen } from "./listen.ts";

/**
 * What sending a page costs on this machine at the least: node:http, one prepared statement, the
 * rows as JSON. It checks nothing, knows only the filters that the benchmark asks for, and nobody
 * writes, so that the head stays where it is. With `offset` it pages as most programs do.
 */
const [file = ""] = process.argv.slice(2);
const db = new Database(file, { readonly: true });
db.pragma("cache_size = -65536");

const epoch = String(db.prepare("select value from meta where key = 'epoch'").pluck().get());
const seq = Number(db.prepare("select max(seq) from events").pluck().get());

const COLUMNS = `a.id, a.seq, a.source, a.fingerprint, a.title, a.description, a.severity, a.status,
  a.labels, a.annotations, a.url, a.started_at as startedAt, a.received_at as receivedAt,
  a.last_seen_at as lastSeenAt, a.occurrences, a.acknowledged_at as acknowledgedAt,
  a.acknowledged_by as acknowledgedBy, a.resolved_at as resolvedAt, a.resolved_by as resolvedBy,
  a.snoozed_until as snoozedUntil, a.deleted_at as deletedAt`;

interface Row extends Record<string, unknown> {
  readonly id: number;
  readonly labels: string;
  readonly annotations: string;
  readonly startedAt: number;
  readonly receivedAt: number;
  readonly lastSeenAt: number;
  readonly acknowledgedAt: number | null;
  readonly resolvedAt: number | null;
  readonly snoozedUntil: number | null;
  readonly deletedAt: number | null;
}

const FILTERS = {
  all: prepare("a.id", "alerts a where"),
  severity: prepare("a.id", "alerts a where a.severity = 'critical' and"),
  label: prepare(
    "l.alert_id",
    `labels l cross join alerts a on a.id = l.alert_id
     where l.name = 'team' and l.value = 'storage' and`,
  ),
  q: prepare(
    "s.rowid",
    "search s cross join alerts a on a.id = s.rowid where s.text match '\"PAYMENTS\"' and",
  ),
};

function prepare(id: string, from: string) {
  const select = `select ${COLUMNS} from ${from} a.deleted_at is null`;
  return {
    before: db.prepare<[number], Row>(
      `${select} and ${id} < cast(? as integer) order by ${id} desc limit 51`,
    ),
    offset: db.prepare<[number], Row>(`${select} order by ${id} desc limit 51 offset ?`),
  };
}

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? "/", "http://host");
  const body = JSON.stringify(pageOf(searchParams));
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
});

function pageOf(params: URLSearchParams) {
  const filter = (["severity", "label", "q"] as const).find((name) => params.has(name)) ?? "all";
  const [before, offset] = [params.get("before"), params.get("offset")];
  const found =
    offset === null
      ? FILTERS[filter].before.all(before === null ? Number.MAX_SAFE_INTEGER : idOf(before))
      : FILTERS[filter].offset.all(Number(offset));
  const rows = found.slice(0, 50);
  const isHead = before === null && Number(offset) === 0;
  return {
    alerts: rows.map(alertOf),
    older: found.length > 50 ? cursorOf(rows.at(-1)) : null,
    newer: isHead ? null : cursorOf(rows[0]),
    head: { epoch, seq },
  };
}

function alertOf(row: Row) {
  return {
    ...row,
    labels: JSON.parse(row.labels) as unknown,
    annotations: JSON.parse(row.annotations) as unknown,
    startedAt: timeOf(row.startedAt),
    receivedAt: timeOf(row.receivedAt),
    lastSeenAt: timeOf(row.lastSeenAt),
    acknowledgedAt: timeOf(row.acknowledgedAt),
    resolvedAt: timeOf(row.resolvedAt),
    snoozedUntil: timeOf(row.snoozedUntil),
    deletedAt: timeOf(row.deletedAt),
  };
}

function timeOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

function cursorOf(row: Row | undefined): string {
  return `${epoch}.${row?.id.toString(36)}`;
}

function idOf(cursor: string): number {
  return Number.parseInt(cursor.slice(cursor.indexOf(".") + 1), 36);
}

listen(server);
