import { and, eq, isNull, sql } from "drizzle-orm";
import { canAdminister, users } from "../../../../../db/sqlite/schema.ts";
import type { Role } from "../../../../domain/principal.ts";
import { foldUserName } from "../../../../domain/user-name.ts";
import type { User } from "../../../../protocol/people.ts";
import { anyValue } from "../file/any-value.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../file/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";

/** A user as it lies in the file. */
export interface UserRow {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly password_hash: string | null;
  readonly password_version: number;
  readonly issuer: string | null;
  readonly is_disabled: 0 | 1;
  readonly created_at: number;
  readonly last_sign_in_at: number | null;
  readonly removed_at: number | null;
}

export function readUser(row: UserRow): User {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    disabled: row.is_disabled === 1,
    hasPassword: row.password_hash !== null,
    issuer: row.issuer,
    createdAt: isoTime(row.created_at),
    lastSignInAt: row.last_sign_in_at === null ? null : isoTime(row.last_sign_in_at),
  };
}

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
