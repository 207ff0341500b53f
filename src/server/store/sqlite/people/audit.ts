import { desc, lt, sql } from "drizzle-orm";
import { audit } from "../../../../../db/sqlite/schema.ts";
import type { Actor } from "../../../../domain/actor.ts";
import type { ProblemCode, Result } from "../../../../domain/problem.ts";
import { fail } from "../../../../domain/problem.ts";
import type { AuditEntry } from "../../../../protocol/people.ts";
import type { Changed } from "../../people.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../file/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";

/** What a write to these tables is prepared with. `clock` in ms since 1970. */
export interface WriteContext {
  readonly tables: Tables;
  readonly clock: () => number;
}

/** An entry that says whose rights were changed, by its number. */
export interface Noted {
  readonly id: number;
  readonly changed: Changed;
}

/** What became of a write, and what the listeners are to be told of it. */
export interface Written<T> {
  readonly result: Result<T>;
  readonly noted: readonly Noted[];
}

/** A write that was refused, before it wrote anything. */
export function refused(code: ProblemCode, detail: string): Written<never> {
  return { result: fail(code, detail), noted: [] };
}

const NOBODY: Changed = { sessions: [], users: [], keys: [] };

interface NewEntry {
  readonly type: AuditEntry["type"];
  readonly actor: Actor;
  readonly on: Actor | `${"webhook" | "operation" | "backup"}:${string}` | null;
  readonly address: string | null;
  readonly detail: AuditEntry["detail"];
  readonly changed?: Partial<Changed>;
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
    const changed = { ...NOBODY, ...entry.changed };
    const hasChanged = Object.values(changed).some((numbers) => numbers.length > 0);
    const row = insert.get({
      ...entry,
      at: isoTime(clock()),
      changed: hasChanged ? JSON.stringify(changed) : null,
    });
    if (row === undefined) throw new Error("The audit gave no number.");
    return hasChanged ? [{ id: row.id, changed }] : [];
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
