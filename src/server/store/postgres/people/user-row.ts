import { sql } from "drizzle-orm";
import { canAdminister, users } from "../../../../../db/postgres/people.ts";
import { foldUserName } from "../../../../domain/user-name.ts";
import type { UserRow } from "../../engine/people/user.ts";
import type { Session } from "../connection/database.ts";

/** Finds a user, who was not removed. */
export async function findUser(session: Session, id: number): Promise<UserRow | undefined> {
  return session.get(sql`select * from ${users} where id = ${id} and removed_at is null`);
}

/** Finds whoever has a name or had it, whatever its case. */
export async function findNamed(session: Session, name: string): Promise<UserRow | undefined> {
  return session.get(sql`select * from ${users} where folded_name = ${foldUserName(name)}`);
}

/** The numbers of at most two admins who can sign in: enough to know whether there is one, or another. */
export async function admins(session: Session): Promise<number[]> {
  const rows = await session.all<{ readonly id: number }>(
    sql`select id from ${users} where ${canAdminister(users)} limit 2`,
  );
  return rows.map(({ id }) => id);
}
