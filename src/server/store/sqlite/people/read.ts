import { and, asc, gt, isNull, lte, sql } from "drizzle-orm";
import { audit, users } from "../../../../../db/sqlite/schema.ts";
import { readUserName } from "../../../../domain/user-name.ts";
import type { User } from "../../../../protocol/people.ts";
import type { Account, Changed } from "../../people.ts";
import type { Looked } from "../../engine/people/audit.ts";
import { readAccount, readUser, type UserRow } from "../../engine/people/user.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";
import { prepareReadAudit } from "./audit.ts";
import { prepareReadKeys } from "./keys.ts";
import { prepareListSessions, prepareReadSession } from "./session-row.ts";
import { prepareAdmins, prepareFindNamed, prepareFindUser } from "./user-row.ts";

/** All that is read of people. Each costs what it returns. `clock` in ms since 1970. */
export function prepareReadPeople(tables: Tables, clock: () => number) {
  const admins = prepareAdmins(tables);
  const findUser = prepareFindUser(tables);
  const findNamed = prepareFindNamed(tables);
  const readSession = prepareReadSession(tables);
  const listSessions = prepareListSessions(tables);
  const allUsers = prepareStatement<UserRow>(
    tables,
    tables.select().from(users).where(isNull(users.removedAt)).orderBy(asc(users.foldedName)),
  );

  function user(id: number): User | null {
    const row = findUser(id);
    return row === undefined ? null : readUser(row);
  }

  function account(name: string): Account | null {
    const read = readUserName(name);
    return readAccount(read.ok ? findNamed(read.value) : undefined);
  }

  return {
    hasAdmin: () => admins().length > 0,
    users: () => allUsers.all({}).map(readUser),
    user,
    account,
    session: (tokenHash: Uint8Array) => readSession(tokenHash, clock()),
    sessions: (userId: number | null) => listSessions(userId, clock()),
    ...prepareReadKeys(tables),
    audit: prepareReadAudit(tables),
    notedAfter: prepareNotedAfter(tables),
  };
}

/** The entries after one of them that say whose rights were changed, and the last entry there is. */
function prepareNotedAfter(tables: Tables) {
  const last = prepareStatement<{ readonly id: number }>(
    tables,
    tables.select({ id: sql`coalesce(max(${audit.id}), 0)`.as("id") }).from(audit),
  );
  const after = prepareStatement<{ readonly id: number; readonly changed: string }>(
    tables,
    tables
      .select({ id: audit.id, changed: audit.changed })
      .from(audit)
      .where(
        and(
          gt(audit.id, sql.placeholder("after")),
          lte(audit.id, sql.placeholder("upTo")),
          sql`${audit.changed} is not null`,
        ),
      )
      .orderBy(asc(audit.id)),
  );
  return (id: number): Looked => {
    const upTo = last.get({})?.id ?? id;
    const rows = after.all({ after: id, upTo });
    const noted = rows.map((row) => ({ id: row.id, changed: JSON.parse(row.changed) as Changed }));
    return { noted, last: upTo };
  };
}
