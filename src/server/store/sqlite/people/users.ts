import { and, eq, sql } from "drizzle-orm";
import { users } from "../../../../../db/sqlite/schema.ts";
import type { Role } from "../../../../domain/principal.ts";
import { ok } from "../../../../domain/problem.ts";
import { foldUserName } from "../../../../domain/user-name.ts";
import type { User } from "../../../../protocol/people.ts";
import type { By } from "../../people.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../file/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";
import { prepareNote, refused, type WriteContext, type Written } from "./audit.ts";
import { prepareEndSessions, prepareFindSession } from "./session-row.ts";
import { prepareAdmins, prepareFindUser, readUser, type UserRow } from "./user-row.ts";

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string | null;
  readonly issuer?: string;
  readonly subject?: string;
}

/** A change, with whoever makes it. */
interface Made {
  readonly by: By;
}

/** Of a user. */
interface OfUser {
  readonly id: number;
}

export function prepareAddFirstAdmin(writing: WriteContext) {
  const admins = prepareAdmins(writing.tables);
  const add = prepareAddUser(writing);
  return ({ by, ...user }: Omit<NewUser, "role"> & Made): Written<User> =>
    admins().length > 0
      ? refused("setup-closed", "There is an admin already.")
      : add({ ...user, role: "admin", by });
}

export function prepareAddUser(writing: WriteContext) {
  const insert = prepareInsertUser(writing);
  const note = prepareNote(writing);
  return ({ by, ...user }: NewUser & Made): Written<User> => {
    const row = insert(user);
    if (row === null) return refused("name-taken", `${user.name}: this name is or was another's.`);
    const detail = { user: row.id, role: row.role };
    const changed = { users: [row.id] };
    const noted = note({ type: "user-added", on: `user:${row.name}`, detail, changed, ...by });
    return { result: ok(readUser(row)), noted };
  };
}

/** Inserts a user; null where the name is or was another's. */
export function prepareInsertUser({
  tables,
  clock,
}: WriteContext): (user: NewUser) => UserRow | null {
  const insert = prepareStatement<UserRow>(
    tables,
    tables
      .insert(users)
      .values({
        name: sql.placeholder("name"),
        foldedName: sql.placeholder("foldedName"),
        role: sql.placeholder("role"),
        passwordHash: sql.placeholder("passwordHash"),
        passwordVersion: 0,
        issuer: sql.placeholder("issuer"),
        subject: sql.placeholder("subject"),
        isDisabled: false,
        createdAt: sql.placeholder("createdAt"),
      })
      .onConflictDoNothing({ target: users.foldedName })
      .returning(),
  );
  return ({ issuer = null, subject = null, ...user }) => {
    const foldedName = foldUserName(user.name);
    return (
      insert.get({ ...user, issuer, subject, foldedName, createdAt: isoTime(clock()) }) ?? null
    );
  };
}

interface UserChange extends OfUser, Made {
  readonly change: { readonly role?: Role; readonly disabled?: boolean };
}

export function prepareChangeUser(writing: WriteContext) {
  const find = prepareFindUser(writing.tables);
  const isLastAdmin = prepareIsLastAdmin(writing.tables);
  const endSessions = prepareEndSessions(writing.tables);
  const note = prepareNote(writing);
  const update = prepareStatement<UserRow>(
    writing.tables,
    writing.tables
      .update(users)
      .set({
        role: sql`${sql.placeholder("role")}`,
        isDisabled: sql`${sql.placeholder("disabled")}`,
      })
      .where(eq(users.id, sql.placeholder("id")))
      .returning(),
  );
  return ({ id, change, by }: UserChange): Written<User> => {
    const before = find(id);
    if (before === undefined) return userNotFound(id);
    const role = change.role ?? before.role;
    const disabled = Number(change.disabled ?? before.is_disabled === 1);
    const detail = {
      user: id,
      ...(role !== before.role && { role, was: before.role }),
      ...(disabled !== before.is_disabled && { disabled: disabled === 1 }),
    };
    if (Object.keys(detail).length === 1) return { result: ok(readUser(before)), noted: [] };
    if ((role !== "admin" || disabled === 1) && isLastAdmin(id)) return lastAdmin(before);
    const row = update.get({ id, role, disabled }) ?? before;
    const changed = { users: [id], sessions: disabled === 1 ? endSessions(id) : [] };
    const noted = note({ type: "user-changed", on: `user:${row.name}`, detail, changed, ...by });
    return { result: ok(readUser(row)), noted };
  };
}

export function prepareRemoveUser(writing: WriteContext) {
  const find = prepareFindUser(writing.tables);
  const isLastAdmin = prepareIsLastAdmin(writing.tables);
  const endSessions = prepareEndSessions(writing.tables);
  const note = prepareNote(writing);
  const remove = prepareStatement(
    writing.tables,
    writing.tables
      .update(users)
      .set({
        passwordHash: null,
        issuer: null,
        subject: null,
        removedAt: sql`${sql.param(sql.placeholder("at"), users.removedAt)}`,
      })
      .where(eq(users.id, sql.placeholder("id"))),
  );
  return ({ id, by }: OfUser & Made): Written<null> => {
    const user = find(id);
    if (user === undefined) return userNotFound(id);
    if (isLastAdmin(id)) return lastAdmin(user);
    remove.run({ id, at: isoTime(writing.clock()) });
    const changed = { users: [id], sessions: endSessions(id) };
    const detail = { user: id, role: user.role };
    const noted = note({ type: "user-removed", on: `user:${user.name}`, detail, changed, ...by });
    return { result: ok(null), noted };
  };
}

interface NewPassword extends OfUser, Made {
  readonly passwordHash: string;
  /** The session that goes on. */
  readonly keep: number | null;
}

export function prepareSetPassword(writing: WriteContext) {
  const find = prepareFindUser(writing.tables);
  const findSession = prepareFindSession(writing.tables);
  const endSessions = prepareEndSessions(writing.tables);
  const note = prepareNote(writing);
  const update = prepareStatement(
    writing.tables,
    writing.tables
      .update(users)
      .set({
        passwordHash: sql`${sql.placeholder("passwordHash")}`,
        passwordVersion: sql`${users.passwordVersion} + 1`,
      })
      .where(eq(users.id, sql.placeholder("id"))),
  );
  return ({ id, passwordHash, keep, by }: NewPassword): Written<null> => {
    const user = find(id);
    if (user === undefined) return userNotFound(id);
    if (keep !== null && findSession(keep)?.user_id !== id)
      return refused("session-not-found", `Session ${keep} has ended.`);
    update.run({ id, passwordHash });
    const changed = { sessions: endSessions(id, keep) };
    const detail = { user: id };
    const noted = note({
      type: "password-changed",
      on: `user:${user.name}`,
      detail,
      changed,
      ...by,
    });
    return { result: ok(null), noted };
  };
}

interface Rehashed extends OfUser {
  readonly passwordVersion: number;
  readonly passwordHash: string;
}

export function prepareRehash({ tables }: WriteContext) {
  const update = prepareStatement(
    tables,
    tables
      .update(users)
      .set({ passwordHash: sql`${sql.placeholder("passwordHash")}` })
      .where(
        and(
          eq(users.id, sql.placeholder("id")),
          eq(users.passwordVersion, sql.placeholder("passwordVersion")),
          // Not that of somebody who was removed, or who has none.
          sql`${users.passwordHash} is not null`,
        ),
      ),
  );
  return (rehashed: Rehashed): Written<null> => {
    update.run({ ...rehashed });
    return { result: ok(null), noted: [] };
  };
}

function prepareIsLastAdmin(tables: Tables): (id: number) => boolean {
  const admins = prepareAdmins(tables);
  return (id) => {
    const [one, other] = admins();
    return one === id && other === undefined;
  };
}

function userNotFound(id: number): Written<never> {
  return refused("user-not-found", `There is no user ${id}.`);
}

function lastAdmin({ name }: UserRow): Written<never> {
  return refused("last-admin", `${name} is the last admin who can sign in.`);
}
