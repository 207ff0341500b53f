import { sql } from "drizzle-orm";
import { users } from "../../../../../db/postgres/people.ts";
import { readUserName } from "../../../../domain/user-name.ts";
import type { PeopleReads } from "../../engine/people/people.ts";
import { readAccount, readUser, type UserRow } from "../../engine/people/user.ts";
import type { Session } from "../connection/database.ts";
import { readAudit } from "./audit.ts";
import { findKey, listKeys } from "./keys.ts";
import { listSessions, readSession } from "./session-row.ts";
import { admins, findNamed, findUser } from "./user-row.ts";

/** All that is read of people. Each costs what it returns. `clock` in ms since 1970. */
export function createPeopleReads(session: Session, clock: () => number): PeopleReads {
  return {
    hasAdmin: async () => (await admins(session)).length > 0,
    async users() {
      const rows = await session.all<UserRow>(sql`
        select * from ${users} where removed_at is null order by folded_name collate "C"`);
      return rows.map(readUser);
    },
    async user(id) {
      const row = await findUser(session, id);
      return row === undefined ? null : readUser(row);
    },
    async account(name) {
      const read = readUserName(name);
      return readAccount(read.ok ? await findNamed(session, read.value) : undefined);
    },
    session: (tokenHash) => readSession(session, tokenHash, clock()),
    sessions: (userId) => listSessions(session, userId, clock()),
    key: (id) => findKey(session, id),
    keys: () => listKeys(session),
    audit: (before, limit) => readAudit(session, before, limit),
  };
}
