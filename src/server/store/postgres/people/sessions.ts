import { sql } from "drizzle-orm";
import { sessions, users } from "../../../../../db/postgres/people.ts";
import { ok } from "../../../../domain/problem.ts";
import type { Role } from "../../../../domain/principal.ts";
import { readUserName } from "../../../../domain/user-name.ts";
import type { By, FoundSession, Identity } from "../../people.ts";
import type { Noted, Written } from "../../engine/people/audit.ts";
import {
  accountDisabled,
  foundAt,
  MOST_SESSIONS,
  namesFor,
  passwordOutdated,
  sessionEnded,
  sessionNotFound,
  signedIn,
  signedOut,
  signInFailed,
} from "../../engine/people/session.ts";
import { comerAdded, roleRenewed, type UserRow } from "../../engine/people/user.ts";
import type { Opening, PeopleInput } from "../../engine/people/writes.ts";
import type { WriteContext } from "../connection/write-context.ts";
import { note } from "./audit.ts";
import { endUnused, findSession, removeExpired } from "./session-row.ts";
import { findNamed, findUser } from "./user-row.ts";
import { insertUser } from "./users.ts";

export async function openSession(
  writing: WriteContext,
  { userId, passwordVersion, ...opening }: PeopleInput<"openSession">,
): Promise<Written<number>> {
  const user = await findUser(writing, userId);
  if (user === undefined || user.is_disabled) return signedOut();
  if (user.password_version !== passwordVersion) return passwordOutdated();
  const { id, noted } = await open(writing, user, opening);
  return { result: ok(id), noted };
}

export async function openSessionOf(
  writing: WriteContext,
  { identity, ...opening }: PeopleInput<"openSessionOf">,
): Promise<Written<FoundSession>> {
  const { issuer, subject, role } = identity;
  const known = await writing.get<UserRow>(
    sql`select * from ${users} where issuer = ${issuer} and subject = ${subject}`,
  );
  const { row: user, noted: added } =
    known === undefined
      ? await addOf(writing, identity, opening.by)
      : { row: known, noted: [] as const };
  if (user.is_disabled) return accountDisabled();
  const renewed = user.role === role ? [] : await renewRole(writing, user, role, opening.by);
  const { id, at, noted } = await open(writing, user, opening);
  const found = foundAt(id, { ...user, role }, opening.session, at);
  return { result: ok(found), noted: [...added, ...renewed, ...noted] };
}

/** Adds the user of an identity under its name, or under that with a number where it is another's. */
async function addOf(
  writing: WriteContext,
  { issuer, subject, name, role }: Identity,
  by: By,
): Promise<{ readonly row: UserRow; readonly noted: readonly Noted[] }> {
  const user = { name: await freeName(writing, name), role, passwordHash: null, issuer, subject };
  const row = await insertUser(writing, user);
  if (row === null) throw new Error("A name that was free is taken.");
  return { row, noted: await note(writing, comerAdded(row, by)) };
}

async function freeName(writing: WriteContext, wanted: string): Promise<string> {
  const last = await writing.get<{ readonly id: number }>(
    sql`select coalesce(max(id), 0) as id from ${users}`,
  );
  const names = namesFor(wanted, last?.id ?? 0);
  for (;;) {
    const { value: name } = names.next();
    if ((await findNamed(writing, name)) === undefined) return name;
  }
}

async function renewRole(
  writing: WriteContext,
  user: UserRow,
  role: Role,
  by: By,
): Promise<Noted[]> {
  await writing.run(sql`update ${users} set role = ${role} where id = ${user.id}`);
  return note(writing, roleRenewed(user, role, by));
}

/** Opens a session for whoever may have one. */
async function open(writing: WriteContext, user: UserRow, { session, by }: Opening) {
  const at = writing.clock();
  await removeExpired(writing, at);
  const ended = await endUnused(writing, user.id, MOST_SESSIONS - 1);
  const { tokenHash, via, userAgent, expiresAt } = session;
  const row = await writing.get<{ readonly id: number }>(sql`
    insert into ${sessions} (user_id, token_hash, via, created_at, last_used_at, expires_at, address, user_agent)
    values (${user.id}, ${tokenHash}, ${via}, ${at}, ${at}, ${Date.parse(expiresAt)}, ${by.address ?? ""}, ${userAgent})
    returning id`);
  if (row === undefined) throw new Error("The session got no number.");
  await writing.run(sql`update ${users} set last_sign_in_at = ${at} where id = ${user.id}`);
  const { id } = row;
  return { id, at, noted: await note(writing, signedIn(user, { id, via }, ended, by)) };
}

export async function touchSession(
  writing: WriteContext,
  { id, at }: PeopleInput<"touchSession">,
): Promise<Written<null>> {
  const time = Date.parse(at);
  await writing.run(
    sql`update ${sessions} set last_used_at = ${time} where id = ${id} and last_used_at < ${time}`,
  );
  return { result: ok(null), noted: [] };
}

export async function endSession(
  writing: WriteContext,
  { id, by }: PeopleInput<"endSession">,
): Promise<Written<null>> {
  const session = await findSession(writing, id);
  if (session === undefined) return sessionNotFound(id);
  await writing.run(sql`delete from ${sessions} where id = ${id}`);
  return { result: ok(null), noted: await note(writing, sessionEnded(session, by)) };
}

export async function noteFailure(
  writing: WriteContext,
  { name, reason, by }: PeopleInput<"noteFailure">,
): Promise<Written<null>> {
  const read = readUserName(name);
  const user = read.ok ? await findNamed(writing, read.value) : undefined;
  await note(writing, signInFailed(user, reason, by));
  return { result: ok(null), noted: [] };
}
