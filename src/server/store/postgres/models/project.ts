import { type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { alerts, labels, pulses, searchTexts, texts } from "../../../../../db/postgres/schema.ts";
import type { Alert, Time } from "../../../../domain/alert.ts";
import type { Memory } from "../../../../domain/memory.ts";
import { searchTextOf } from "../../../../domain/search.ts";
import { identityOf } from "../../engine/identity.ts";
import type { Transaction } from "../connection/database.ts";
import type { Outcome } from "./outcome.ts";
import { labelHash } from "./label-hash.ts";
import { numbers, recordsOf } from "./records.ts";
import { makePartitions, type SearchRow } from "./search-texts.ts";
import { together } from "./together.ts";

/** An alert, and what is remembered of it. */
export interface Kept {
  readonly alert: Alert;
  readonly memory: Memory;
}

/**
 * Brings the rows of alerts to what became of them: of each only those tables in which something is other than before.
 * Answers with what is left to be done, in any order.
 */
export async function writeAlerts(
  transaction: Transaction,
  outcomes: readonly Outcome[],
): Promise<SQL[]> {
  const opened: Kept[] = [];
  const changed: (Kept & { readonly before: Alert })[] = [];
  const removed: Alert[] = [];
  for (const { before, after } of outcomes) {
    if (before === null && after !== null) opened.push(after);
    if (before !== null && after !== null) changed.push({ ...after, before });
    if (before !== null && after === null) removed.push(before);
  }
  const given = outcomes.filter(({ before }) => before === null).map(({ id }) => id);
  await makePartitions(transaction, given);
  const ofAlert = changed.filter(({ alert, before }) => differ(before, alert, IN_ALERTS));
  const [open, over] = [ofAlert.filter(isOpen), ofAlert.filter((one) => !isOpen(one))];
  // Of an identity one is open at most, also in between: each makes way before the next takes its place.
  together([
    ...removals(removed),
    ...updates(alerts, sql`id`, CHANGING, over.map(alertRowOf)),
  ]).forEach(transaction.send);
  return [
    ...updates(alerts, sql`id`, CHANGING, open.map(alertRowOf)),
    ...changes(changed),
    ...insertions(opened),
  ];
}

function insertions(opened: readonly Kept[]): SQL[] {
  const searched = opened.map(({ alert }) => searchRow(alert));
  return [...insertionsBesideSearch(opened), ...insertion(searchTexts, searched)];
}

/** The same without what is searched of them. */
export function insertionsBesideSearch(opened: readonly Kept[]): SQL[] {
  const all = opened.map(({ alert }) => alert);
  return [
    ...insertion(alerts, opened.map(alertRowOf)),
    ...insertion(pulses, opened.map(pulseRow)),
    ...insertion(texts, all.map(textRow)),
    ...insertion(labels, all.flatMap(labelRows)),
  ];
}

function insertion(table: PgTable, rows: readonly object[]): SQL[] {
  return rows.length === 0
    ? []
    : [sql`insert into ${table} select * from ${recordsOf(table, rows)}`];
}

function changes(changed: readonly (Kept & { readonly before: Alert })[]): SQL[] {
  const key = sql`alert_id`;
  const said = changed
    .filter(({ alert, before }) => differ(before, alert, IN_TEXTS))
    .map(({ alert }) => alert);
  return [
    ...updates(pulses, key, PULSES, changed.map(pulseRow)),
    ...updates(texts, key, IN_TEXTS, said.map(textRow)),
    ...updates(searchTexts, key, ["text"], said.map(searchRow)),
  ];
}

function updates(
  table: PgTable,
  key: SQL,
  columns: readonly string[],
  rows: readonly object[],
): SQL[] {
  if (rows.length === 0) return [];
  const values = columns.map((name) => sql`${sql.identifier(name)} = x.${sql.identifier(name)}`);
  const update = sql`
    update ${table} y set ${sql.join(values, sql`, `)}
    from ${recordsOf(table, rows)} x where y.${key} = x.${key}`;
  return [update];
}

function removals(removed: readonly Alert[]): SQL[] {
  if (removed.length === 0) return [];
  const ids = numbers(removed.map(({ id }) => id));
  const labelled = removed.flatMap(labelRows);
  return [
    sql`delete from alerts where id = any(${ids})`,
    ...[pulses, texts, searchTexts].map(
      (table) => sql`delete from ${table} where alert_id = any(${ids})`,
    ),
    sql`delete from labels l using ${recordsOf(labels, labelled)} x
      where l.label = x.label and l.alert_id = x.alert_id`,
  ];
}

function isOpen({ alert }: Kept): boolean {
  return alert.status !== "resolved";
}

const IN_ALERTS = [
  "severity",
  "status",
  "url",
  "acknowledgedAt",
  "acknowledgedBy",
  "resolvedAt",
  "resolvedBy",
  "snoozedUntil",
  "deletedAt",
] as const;
const IN_TEXTS = ["title", "description", "annotations"] as const;

/** The columns of the same. */
const CHANGING = [
  "severity",
  "status",
  "url",
  "acknowledged_at",
  "acknowledged_by",
  "resolved_at",
  "resolved_by",
  "snoozed_until",
  "deleted_at",
] as const;
const PULSES = ["seq", "last_seen_at", "occurrences", "starts", "paid_until"] as const;
function differ(before: Alert, after: Alert, fields: readonly (keyof Alert)[]): boolean {
  return fields.some((field) => before[field] !== after[field]);
}

function alertRowOf({ alert }: Kept): object {
  return alertRow(alert);
}

function alertRow(alert: Alert): object {
  const { id, source, fingerprint, severity, status, labels, url } = alert;
  return {
    id,
    identity: fingerprint === null ? null : identityOf({ source, fingerprint, labels }),
    source,
    fingerprint,
    severity,
    status,
    labels,
    url,
    started_at: Date.parse(alert.startedAt),
    received_at: Date.parse(alert.receivedAt),
    acknowledged_at: millisecondsOf(alert.acknowledgedAt),
    acknowledged_by: alert.acknowledgedBy,
    resolved_at: millisecondsOf(alert.resolvedAt),
    resolved_by: alert.resolvedBy,
    snoozed_until: millisecondsOf(alert.snoozedUntil),
    deleted_at: millisecondsOf(alert.deletedAt),
  };
}

function pulseRow({ alert, memory: { starts, paidUntil } }: Kept): object {
  return {
    alert_id: alert.id,
    seq: alert.seq,
    last_seen_at: Date.parse(alert.lastSeenAt),
    occurrences: alert.occurrences,
    starts,
    paid_until: millisecondsOf(paidUntil),
  };
}

function textRow({ id, title, description, annotations }: Alert): object {
  return { alert_id: id, title, description, annotations };
}

export function searchRow(alert: Alert): SearchRow {
  return { alert_id: alert.id, text: searchTextOf(alert) };
}

/** Labels belong to the identity of an episode, so they are written once. */
function labelRows({ id, labels }: Alert): object[] {
  return Object.entries(labels).map(([name, value]) => ({
    label: labelHash(name, value),
    alert_id: id,
  }));
}

function millisecondsOf(time: Time | null): number | null {
  return time === null ? null : Date.parse(time);
}
