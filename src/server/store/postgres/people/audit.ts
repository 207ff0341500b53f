import { sql } from "drizzle-orm";
import { audit } from "../../../../../db/postgres/people.ts";
import type { AuditEntry } from "../../../../protocol/people.ts";
import type { Changed } from "../../people.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { changedBy, type Looked, type NewEntry, type Noted } from "../../engine/people/audit.ts";
import type { Session } from "../connection/database.ts";
import type { WriteContext } from "../connection/write-context.ts";
import { notice } from "../log/commits.ts";

/** What a notice says of a change of rights. */
export const PEOPLE = "people";

/** Adds an entry to the audit, as a part of the change that it tells of. */
export async function note(writing: WriteContext, entry: NewEntry): Promise<Noted[]> {
  const { type, actor, on, address, detail } = entry;
  const changed = changedBy(entry);
  // Other nodes look at once.
  const told = changed === null ? sql`` : sql`, ${notice(PEOPLE)}`;
  // Numbered under the lock of the log: an entry is seen after all that have lower numbers.
  const row = await writing.get<{ readonly id: number }>(sql`
    insert into ${audit} (id, at, type, actor, "on", address, detail, changed)
    select coalesce(max(id), 0) + 1, ${writing.clock()}, ${type}, ${actor}, ${on}, ${address},
      ${JSON.stringify(detail)}, ${changed && JSON.stringify(changed)}
    from ${audit} returning id${told}`);
  if (row === undefined) throw new Error("The audit gave no number.");
  return changed === null ? [] : [{ id: row.id, changed }];
}

interface AuditRow extends Omit<AuditEntry, "at"> {
  readonly at: number;
}

/** The entries before one of them, newest first. */
export async function readAudit(
  session: Session,
  before: number | null,
  limit: number,
): Promise<AuditEntry[]> {
  const rows = await session.all<AuditRow>(sql`
    select id, at, type, actor, "on", address, detail from ${audit}
    where id < ${before ?? Infinity} order by id desc limit ${limit}`);
  return rows.map((row) => ({ ...row, at: isoTime(row.at) }));
}

interface LookedRow {
  readonly last: number;
  readonly id: number | null;
  readonly changed: string;
}

/** The last entry there is. */
export async function lastEntry(session: Session): Promise<number> {
  const row = await session.get<{ readonly id: number }>(
    sql`select coalesce(max(id), 0) as id from ${audit}`,
  );
  return row?.id ?? 0;
}

/** The entries after one of them that say whose rights were changed, and the last entry there is. */
export async function notedAfter(session: Session, after: number): Promise<Looked> {
  const rows = await session.all<LookedRow>(sql`
    select newest.last, noted.id, noted.changed
    from (select coalesce(max(id), 0) as last from ${audit}) as newest
    left join ${audit} as noted on noted.id > ${after} and noted.changed is not null
    order by noted.id`);
  const noted = rows.flatMap(({ id, changed }) =>
    id === null ? [] : [{ id, changed: JSON.parse(changed) as Changed }],
  );
  return { noted, last: rows[0]?.last ?? after };
}
