import { desc, lt, sql } from "drizzle-orm";
import { audit } from "../../../../../db/sqlite/schema.ts";
import type { AuditEntry } from "../../../../protocol/people.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { changedBy, type NewEntry, type Noted } from "../../engine/people/audit.ts";
import { prepareStatement } from "../file/statement.ts";

/** What a write to these tables is prepared with. `clock` in ms since 1970. */
export interface WriteContext {
  readonly tables: Tables;
  readonly clock: () => number;
}

/** Adds an entry to the audit, as a part of the change that it tells of. */
export function prepareNote({ tables, clock }: WriteContext): (entry: NewEntry) => Noted[] {
  const insert = prepareStatement<{ readonly id: number }>(
    tables,
    tables
      .insert(audit)
      .values({
        at: sql.placeholder("at"),
        type: sql.placeholder("type"),
        actor: sql.placeholder("actor"),
        on: sql.placeholder("on"),
        address: sql.placeholder("address"),
        detail: sql.placeholder("detail"),
        changed: sql.placeholder("changed"),
      })
      .returning({ id: audit.id }),
  );
  return (entry) => {
    const changed = changedBy(entry);
    const row = insert.get({
      ...entry,
      at: isoTime(clock()),
      changed: changed && JSON.stringify(changed),
    });
    if (row === undefined) throw new Error("The audit gave no number.");
    return changed === null ? [] : [{ id: row.id, changed }];
  };
}

interface AuditRow {
  readonly id: number;
  readonly at: number;
  readonly type: AuditEntry["type"];
  readonly actor: string;
  readonly on: string | null;
  readonly address: string | null;
  readonly detail: string;
}

/** The entries before one of them, newest first. */
export function prepareReadAudit(tables: Tables) {
  const entries = prepareStatement<AuditRow>(
    tables,
    tables
      .select({
        id: audit.id,
        at: audit.at,
        type: audit.type,
        actor: audit.actor,
        on: audit.on,
        address: audit.address,
        detail: audit.detail,
      })
      .from(audit)
      .where(lt(audit.id, sql.placeholder("before")))
      .orderBy(desc(audit.id))
      .limit(sql.placeholder("limit")),
  );
  return (before: number | null, limit: number): AuditEntry[] =>
    entries.all({ before: before ?? Number.MAX_SAFE_INTEGER, limit }).map(readEntry);
}

function readEntry(row: AuditRow): AuditEntry {
  return {
    ...row,
    at: isoTime(row.at),
    detail: JSON.parse(row.detail) as AuditEntry["detail"],
  };
}
