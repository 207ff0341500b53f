import { and, asc, eq, gt, lte, ne, sql } from "drizzle-orm";
import { sessions, users } from "../../../../../db/sqlite/schema.ts";
import type { FoundSession } from "../../people.ts";
import { anyValue } from "../file/any-value.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../../engine/iso-time.ts";
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
import { prepareStatement } from "../file/statement.ts";

/** Finds a session, expired or not. */
export function prepareFindSession(tables: Tables) {
  const byId = prepareStatement<Pick<SessionRow, "id" | "user_id" | "via" | "name">>(
    tables,
    tables
      .select({ id: sessions.id, userId: sessions.userId, via: sessions.via, name: users.name })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(eq(sessions.id, sql.placeholder("id"))),
  );
  return (id: number) => byId.get({ id });
}

/** Ends the sessions of a user, all or all but one, and says which those were. */
export function prepareEndSessions(
  tables: Tables,
): (userId: number, keep?: number | null) => number[] {
  const remove = prepareStatement<{ readonly id: number }>(
    tables,
    tables
      .delete(sessions)
      .where(
        and(
          eq(sessions.userId, sql.placeholder("userId")),
          ne(sessions.id, sql.placeholder("keep")),
        ),
      )
      .returning({ id: sessions.id }),
  );
  return (userId, keep = null) => remove.all({ userId, keep: keep ?? 0 }).map(({ id }) => id);
}

/**
 * Ends those of a user's sessions that are more than so many and have been unused the longest, and
 * says which those were.
 */
export function prepareEndUnused(tables: Tables, most: number): (userId: number) => number[] {
  const open = prepareStatement<Pick<SessionRow, "id" | "last_used_at">>(
    tables,
    tables
      .select({ id: sessions.id, lastUsedAt: sessions.lastUsedAt })
      .from(sessions)
      .where(eq(sessions.userId, sql.placeholder("userId"))),
  );
  const remove = prepareRemoveSession(tables);
  return (userId) => {
    const ended = unusedLongest(open.all({ userId }), most);
    for (const id of ended) remove(id);
    return ended;
  };
}

export function prepareRemoveSession(tables: Tables): (id: number) => void {
  const remove = prepareStatement(
    tables,
    tables.delete(sessions).where(eq(sessions.id, sql.placeholder("id"))),
  );
  return (id) => remove.run({ id });
}

/** Removes sessions that have expired, the oldest first, a bounded number of them. */
export function prepareRemoveExpired(tables: Tables): (now: number) => void {
  const expired = tables
    .select({ id: sessions.id })
    .from(sessions)
    .where(lte(sessions.expiresAt, sql.param(sql.placeholder("now"), sessions.expiresAt)))
    .orderBy(asc(sessions.expiresAt))
    .limit(REMOVED_AT_ONCE);
  const remove = prepareStatement(
    tables,
    tables.delete(sessions).where(sql`${sessions.id} in ${expired}`),
  );
  return (now) => remove.run({ now: isoTime(now) });
}

/** Not disabled or removed; in words that name no value, so that one plan is for all. */
const isWelcome = sql`${users.isDisabled} = 0 and ${users.removedAt} is null`;

/** Finds a session by its token: what every request of a browser costs. */
export function prepareReadSession(tables: Tables) {
  const byToken = prepareStatement<FoundRow>(
    tables,
    tables
      .select({
        id: sessions.id,
        userId: sessions.userId,
        name: users.name,
        role: users.role,
        via: sessions.via,
        lastUsedAt: sessions.lastUsedAt,
        expiresAt: sessions.expiresAt,
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(and(eq(sessions.tokenHash, anyValue(sql.placeholder("tokenHash"))), isWelcome)),
  );
  return (tokenHash: Uint8Array, now: number): FoundSession | null => {
    return readFound(byToken.get({ tokenHash }), now);
  };
}

/** The sessions of one user or of all, newest first. */
export function prepareListSessions(tables: Tables) {
  const list = (ofUser: ReturnType<typeof eq> | undefined) =>
    prepareStatement<ListedRow>(
      tables,
      tables
        .select({
          id: sessions.id,
          userId: sessions.userId,
          name: users.name,
          via: sessions.via,
          createdAt: sessions.createdAt,
          lastUsedAt: sessions.lastUsedAt,
          expiresAt: sessions.expiresAt,
          address: sessions.address,
          userAgent: sessions.userAgent,
        })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(
          and(
            ofUser,
            gt(sessions.expiresAt, sql.param(sql.placeholder("now"), sessions.expiresAt)),
            isWelcome,
          ),
        )
        .orderBy(sql`${sessions.id} desc`)
        .limit(LISTED),
    );
  const ofAll = list(undefined);
  const ofOne = list(eq(sessions.userId, sql.placeholder("userId")));
  return (userId: number | null, now: number) =>
    (userId === null ? ofAll : ofOne).all({ userId, now: isoTime(now) }).map(readListed);
}
