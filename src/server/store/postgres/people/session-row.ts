import { sql } from "drizzle-orm";
import { sessions, users } from "../../../../../db/postgres/people.ts";
import {
  type FoundRow,
  LISTED,
  type ListedRow,
  readFound,
  readListed,
  REMOVED_AT_ONCE,
  type SessionRow,
  unusedLongest,
} from "../../engine/people/session.ts";
import type { Session } from "../connection/database.ts";
import { numbers } from "../models/records.ts";

type Found = Pick<SessionRow, "id" | "user_id" | "via" | "name">;

/** Finds a session, expired or not. */
export async function findSession(session: Session, id: number): Promise<Found | undefined> {
  return session.get(sql`
    select s.id, s.user_id, s.via, u.name from ${sessions} s join ${users} u on u.id = s.user_id
    where s.id = ${id}`);
}

/** Ends the sessions of a user, all or all but one, and says which those were. */
export async function endSessions(
  session: Session,
  userId: number,
  keep: number | null = null,
): Promise<number[]> {
  const rows = await session.all<{ readonly id: number }>(sql`
    delete from ${sessions} where user_id = ${userId} and id <> ${keep ?? 0} returning id`);
  return rows.map(({ id }) => id).sort((one, other) => one - other);
}

/**
 * Ends those of a user's sessions that are more than so many and have been unused the longest, and
 * says which those were.
 */
export async function endUnused(session: Session, userId: number, most: number): Promise<number[]> {
  const open = await session.all<Pick<SessionRow, "id" | "last_used_at">>(
    sql`select id, last_used_at from ${sessions} where user_id = ${userId}`,
  );
  const ended = unusedLongest(open, most);
  if (ended.length > 0)
    await session.run(sql`delete from ${sessions} where id = any(${numbers(ended)})`);
  return ended;
}

/** Removes sessions that have expired, the oldest first, a bounded number of them. */
export async function removeExpired(session: Session, now: number): Promise<void> {
  await session.run(sql`
    delete from ${sessions} where id in (
      select id from ${sessions} where expires_at <= ${now} order by expires_at limit ${REMOVED_AT_ONCE}
    )`);
}

/** Finds a session by its token: what every request of a browser costs. */
export async function readSession(session: Session, tokenHash: Uint8Array, now: number) {
  const row = await session.get<FoundRow>(sql`
    select s.id, s.user_id, u.name, u.role, s.via, s.last_used_at, s.expires_at
    from ${sessions} s join ${users} u on u.id = s.user_id
    where s.token_hash = ${tokenHash} and ${IS_WELCOME}`);
  return readFound(row, now);
}

/** The sessions of one user or of all, newest first. */
export async function listSessions(session: Session, userId: number | null, now: number) {
  const ofUser = userId === null ? sql`true` : sql`s.user_id = ${userId}`;
  const rows = await session.all<ListedRow>(sql`
    select s.id, s.user_id, u.name, s.via, s.created_at, s.last_used_at, s.expires_at, s.address, s.user_agent
    from ${sessions} s join ${users} u on u.id = s.user_id
    where ${ofUser} and s.expires_at > ${now} and ${IS_WELCOME} order by s.id desc limit ${LISTED}`);
  return rows.map(readListed);
}

/** Not disabled or removed. */
const IS_WELCOME = sql.raw("not u.is_disabled and u.removed_at is null");
