import { and, eq, isNull, sql } from "drizzle-orm";
import { canAdminister, users } from "../../../../../db/sqlite/schema.ts";
import { foldUserName } from "../../../../domain/user-name.ts";
import type { UserRow } from "../../engine/people/user.ts";
import { anyValue } from "../file/any-value.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";

/** Finds a user, who was not removed. */
export function prepareFindUser(tables: Tables): (id: number) => UserRow | undefined {
  const byId = prepareStatement<UserRow>(
    tables,
    tables
      .select()
      .from(users)
      .where(and(eq(users.id, sql.placeholder("id")), isNull(users.removedAt))),
  );
  return (id) => byId.get({ id });
}

/** Finds whoever has a name or had it, whatever its case. */
export function prepareFindNamed(tables: Tables): (name: string) => UserRow | undefined {
  const byName = prepareStatement<UserRow>(
    tables,
    tables
      .select()
      .from(users)
      .where(eq(users.foldedName, anyValue(sql.placeholder("foldedName")))),
  );
  return (name) => byName.get({ foldedName: foldUserName(name) });
}

/** The numbers of at most two admins who can sign in: enough to know whether there is one, or another. */
export function prepareAdmins(tables: Tables): () => number[] {
  const admins = prepareStatement<{ readonly id: number }>(
    tables,
    tables.select({ id: users.id }).from(users).where(canAdminister(users)).limit(2),
  );
  return () => admins.all({}).map(({ id }) => id);
}
