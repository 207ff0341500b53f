import { and, eq, getTableColumns, type Placeholder, sql } from "drizzle-orm";
import { alerts, counts, labels } from "../../../../../db/sqlite/schema.ts";
import type { Alert, Time } from "../../../../domain/alert.ts";
import type { Change } from "../../../../domain/diff.ts";
import type { Memory } from "../../../../domain/memory.ts";
import type { Tables } from "../file/database.ts";
import { identityOf } from "../../engine/identity.ts";
import { prepareStatement } from "../file/statement.ts";

const MINUTE = 60_000;

/**
 * Brings the read models from before an event to after it, but for the index of the search, see
 * search-index.ts. Nothing else changes them.
 */
export type Project = (change: Change, memory: Memory) => void;

export function prepareProject(tables: Tables): Project {
  const save = prepareSave(tables);
  const label = prepareLabel(tables);
  const count = prepareCount(tables);
  const remove = prepareRemove(tables);
  const tidy = prepareTidy(tables);
  return ({ before, after }, memory) => {
    if (after === null) {
      remove(before);
      count(before, -1);
      tidy(before);
      return;
    }
    save(after, memory);
    if (before === null) label(after);
    if (before === null || isCountedOtherwise(before, after)) {
      if (before !== null) count(before, -1);
      count(after, 1);
    }
  };
}

/** What AlertOpened says for good. */
const FIXED = ["id", "identity", "source", "fingerprint", "labels", "startedAt", "receivedAt"];

/** Writes the row of an alert, and nothing else. */
export function prepareSave(tables: Tables): (alert: Alert, memory: Memory) => void {
  const columns = getTableColumns(alerts);
  const names = Object.keys(columns) as (keyof typeof columns)[];
  const changing = names.filter((name) => !FIXED.includes(name));
  const row = prepareStatement(
    tables,
    tables
      .insert(alerts)
      .values(placeholders(names))
      .onConflictDoUpdate({
        target: alerts.id,
        set: Object.fromEntries(
          changing.map((name) => [name, sql.raw(`excluded.${columns[name].name}`)]),
        ),
      }),
  );
  return (alert, { starts, paidUntil }) =>
    row.run({ ...alert, starts, paidUntil, identity: nameOf(alert) });
}

function nameOf({ source, fingerprint, labels }: Alert): string | null {
  return fingerprint === null ? null : identityOf({ source, fingerprint, labels });
}

/** Labels belong to the identity of an episode, so they are written once. */
function prepareLabel(tables: Tables): (alert: Alert) => void {
  const row = prepareStatement(
    tables,
    tables.insert(labels).values(placeholders(["name", "value", "alertId"])),
  );
  return (alert) => {
    for (const [name, value] of Object.entries(alert.labels)) {
      row.run({ name, value, alertId: alert.id });
    }
  };
}

function prepareRemove(tables: Tables): (alert: Alert) => void {
  const named = (column: "name" | "value") => eq(labels[column], sql.placeholder(column));
  const row = prepareStatement(
    tables,
    tables.delete(alerts).where(eq(alerts.id, sql.placeholder("id"))),
  );
  // By their names, in whose order they lie.
  const label = prepareStatement(
    tables,
    tables
      .delete(labels)
      .where(and(named("name"), named("value"), eq(labels.alertId, sql.placeholder("id")))),
  );
  return ({ id, labels }) => {
    row.run({ id });
    for (const [name, value] of Object.entries(labels)) label.run({ id, name, value });
  };
}

function isCountedOtherwise(before: Alert, after: Alert): boolean {
  return (
    before.severity !== after.severity || (before.deletedAt === null) !== (after.deletedAt === null)
  );
}

function prepareCount(tables: Tables): (alert: Alert, by: 1 | -1) => void {
  const row = prepareStatement(
    tables,
    tables
      .insert(counts)
      .values(placeholders(["minute", "severity", "alerts"]))
      .onConflictDoUpdate({
        target: [counts.minute, counts.severity],
        set: { alerts: sql`${counts.alerts} + excluded.alerts` },
      }),
  );
  return ({ receivedAt, severity, deletedAt }, by) => {
    if (deletedAt !== null) return;
    row.run({ minute: minuteOf(receivedAt), severity, alerts: by });
  };
}

/** Takes away the count of a minute in which nothing is left: they would be there for ever. */
function prepareTidy(tables: Tables): (alert: Alert) => void {
  const row = prepareStatement(
    tables,
    tables
      .delete(counts)
      .where(
        and(
          eq(counts.minute, sql.placeholder("minute")),
          eq(counts.severity, sql.placeholder("severity")),
          eq(counts.alerts, 0),
        ),
      ),
  );
  return ({ receivedAt, severity }) => row.run({ minute: minuteOf(receivedAt), severity });
}

function minuteOf(receivedAt: Time): number {
  return Math.floor(Date.parse(receivedAt) / MINUTE);
}

/** A placeholder of the same name for each column, so that a statement is prepared once. */
function placeholders<Name extends string>(names: readonly Name[]): Record<Name, Placeholder> {
  const pairs = names.map((name): [Name, Placeholder] => [name, sql.placeholder(name)]);
  return Object.fromEntries(pairs) as Record<Name, Placeholder>;
}
