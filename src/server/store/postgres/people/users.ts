import { sql } from "drizzle-orm";
import { users } from "../../../../../db/postgres/people.ts";
import { ok } from "../../../../domain/problem.ts";
import { foldUserName } from "../../../../domain/user-name.ts";
import type { User } from "../../../../protocol/people.ts";
import type { Written } from "../../engine/people/audit.ts";
import { sessionNotFound } from "../../engine/people/session.ts";
import {
  decideChange,
  isOnly,
  lastAdmin,
  nameTaken,
  type NewUser,
  passwordChanged,
  readUser,
  setupClosed,
  staysAdmin,
  userAdded,
  userChanged,
  userNotFound,
  userRemoved,
  type UserRow,
} from "../../engine/people/user.ts";
import type { PeopleInput } from "../../engine/people/writes.ts";
import type { WriteContext } from "../connection/write-context.ts";
import { removeViewsOf } from "../views/views.ts";
import { note } from "./audit.ts";
import { endSessions, findSession } from "./session-row.ts";
import { admins, findUser } from "./user-row.ts";

export async function addFirstAdmin(
  writing: WriteContext,
  admin: PeopleInput<"addFirstAdmin">,
): Promise<Written<User>> {
  return (await admins(writing)).length > 0
    ? setupClosed()
    : addUser(writing, { ...admin, role: "admin" });
}

export async function addUser(
  writing: WriteContext,
  { by, ...user }: PeopleInput<"addUser">,
): Promise<Written<User>> {
  const row = await insertUser(writing, user);
  if (row === null) return nameTaken(user.name);
  return { result: ok(readUser(row)), noted: await note(writing, userAdded(row, by)) };
}

/** Inserts a user; null where the name is or was another's. */
export async function insertUser(
  writing: WriteContext,
  { name, role, passwordHash, issuer, subject }: NewUser,
): Promise<UserRow | null> {
  const foldedName = foldUserName(name);
  // A conflict would use up a number.
  const row = await writing.get<UserRow>(sql`
    insert into ${users} (name, folded_name, role, password_hash, password_version, issuer, subject, is_disabled,
      created_at)
    select ${name}, ${foldedName}, ${role}, ${passwordHash}, 0, ${issuer ?? null}, ${subject ?? null}, false,
      ${writing.clock()}
    where not exists (select 1 from ${users} where folded_name = ${foldedName}) returning *`);
  return row ?? null;
}

export async function changeUser(
  writing: WriteContext,
  { id, change, by }: PeopleInput<"changeUser">,
): Promise<Written<User>> {
  const before = await findUser(writing, id);
  if (before === undefined) return userNotFound(id);
  const after = decideChange(before, change);
  if (after === null) return { result: ok(readUser(before)), noted: [] };
  if (!staysAdmin(after) && isOnly(await admins(writing), id)) return lastAdmin(before);
  const { role, disabled } = after;
  await writing.run(
    sql`update ${users} set role = ${role}, is_disabled = ${disabled} where id = ${id}`,
  );
  const row = { ...before, role, is_disabled: disabled };
  const ended = disabled ? await endSessions(writing, id) : [];
  const noted = await note(writing, userChanged(row, after, ended, by));
  return { result: ok(readUser(row)), noted };
}

export async function removeUser(
  writing: WriteContext,
  { id, by }: PeopleInput<"removeUser">,
): Promise<Written<null>> {
  const user = await findUser(writing, id);
  if (user === undefined) return userNotFound(id);
  if (isOnly(await admins(writing), id)) return lastAdmin(user);
  await writing.run(sql`
    update ${users} set password_hash = null, issuer = null, subject = null, removed_at = ${writing.clock()}
    where id = ${id}`);
  await removeViewsOf(writing, `user:${user.name}`);
  const ended = await endSessions(writing, id);
  return { result: ok(null), noted: await note(writing, userRemoved(user, ended, by)) };
}

export async function setPassword(
  writing: WriteContext,
  { id, passwordHash, keep, by }: PeopleInput<"setPassword">,
): Promise<Written<null>> {
  const user = await findUser(writing, id);
  if (user === undefined) return userNotFound(id);
  if (keep !== null && (await findSession(writing, keep))?.user_id !== id)
    return sessionNotFound(keep);
  await writing.run(sql`
    update ${users} set password_hash = ${passwordHash}, password_version = password_version + 1
    where id = ${id}`);
  const ended = await endSessions(writing, id, keep);
  return { result: ok(null), noted: await note(writing, passwordChanged(user, ended, by)) };
}

export async function rehash(
  writing: WriteContext,
  { id, passwordVersion, passwordHash }: PeopleInput<"rehash">,
): Promise<Written<null>> {
  // Not that of somebody who was removed, or who has none.
  await writing.run(sql`
    update ${users} set password_hash = ${passwordHash}
    where id = ${id} and password_version = ${passwordVersion} and password_hash is not null`);
  return { result: ok(null), noted: [] };
}
