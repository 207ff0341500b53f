import { and, eq, sql } from "drizzle-orm";
import { users } from "../../../../../db/sqlite/schema.ts";
import { ok } from "../../../../domain/problem.ts";
import { foldUserName } from "../../../../domain/user-name.ts";
import type { User } from "../../../../protocol/people.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";
import { prepareRemoveViews } from "../views/views.ts";
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
import { prepareNote, type WriteContext } from "./audit.ts";
import { prepareEndSessions, prepareFindSession } from "./session-row.ts";
import { prepareAdmins, prepareFindUser } from "./user-row.ts";

export function prepareAddFirstAdmin(writing: WriteContext) {
  const admins = prepareAdmins(writing.tables);
  const add = prepareAddUser(writing);
  return (admin: PeopleInput<"addFirstAdmin">): Written<User> =>
    admins().length > 0 ? setupClosed() : add({ ...admin, role: "admin" });
}

export function prepareAddUser(writing: WriteContext) {
  const insert = prepareInsertUser(writing);
  const note = prepareNote(writing);
  return ({ by, ...user }: PeopleInput<"addUser">): Written<User> => {
    const row = insert(user);
    if (row === null) return nameTaken(user.name);
    return { result: ok(readUser(row)), noted: note(userAdded(row, by)) };
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

export function prepareChangeUser(writing: WriteContext) {
  const find = prepareFindUser(writing.tables);
  const admins = prepareAdmins(writing.tables);
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
  return ({ id, change, by }: PeopleInput<"changeUser">): Written<User> => {
    const before = find(id);
    if (before === undefined) return userNotFound(id);
    const after = decideChange(before, change);
    if (after === null) return { result: ok(readUser(before)), noted: [] };
    if (!staysAdmin(after) && isOnly(admins(), id)) return lastAdmin(before);
    const { role, disabled } = after;
    const row = update.get({ id, role, disabled: Number(disabled) }) ?? before;
    const ended = disabled ? endSessions(id) : [];
    return { result: ok(readUser(row)), noted: note(userChanged(row, after, ended, by)) };
  };
}

export function prepareRemoveUser(writing: WriteContext) {
  const find = prepareFindUser(writing.tables);
  const admins = prepareAdmins(writing.tables);
  const endSessions = prepareEndSessions(writing.tables);
  const removeViews = prepareRemoveViews(writing.tables);
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
  return ({ id, by }: PeopleInput<"removeUser">): Written<null> => {
    const user = find(id);
    if (user === undefined) return userNotFound(id);
    if (isOnly(admins(), id)) return lastAdmin(user);
    remove.run({ id, at: isoTime(writing.clock()) });
    removeViews(`user:${user.name}`);
    return { result: ok(null), noted: note(userRemoved(user, endSessions(id), by)) };
  };
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
  return ({ id, passwordHash, keep, by }: PeopleInput<"setPassword">): Written<null> => {
    const user = find(id);
    if (user === undefined) return userNotFound(id);
    if (keep !== null && findSession(keep)?.user_id !== id) return sessionNotFound(keep);
    update.run({ id, passwordHash });
    return { result: ok(null), noted: note(passwordChanged(user, endSessions(id, keep), by)) };
  };
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
  return (rehashed: PeopleInput<"rehash">): Written<null> => {
    update.run({ ...rehashed });
    return { result: ok(null), noted: [] };
  };
}
