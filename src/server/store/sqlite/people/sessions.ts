import { and, eq, lt, sql } from "drizzle-orm";
import { sessions, users } from "../../../../../db/sqlite/schema.ts";
import type { Role } from "../../../../domain/principal.ts";
import { ok } from "../../../../domain/problem.ts";
import { readUserName } from "../../../../domain/user-name.ts";
import type { By, FoundSession, Identity } from "../../people.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";
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
import { prepareNote, type WriteContext } from "./audit.ts";
import {
  prepareEndUnused,
  prepareFindSession,
  prepareRemoveExpired,
  prepareRemoveSession,
} from "./session-row.ts";
import { prepareFindNamed, prepareFindUser } from "./user-row.ts";
import { prepareInsertUser } from "./users.ts";

export function prepareOpenSession(writing: WriteContext) {
  const find = prepareFindUser(writing.tables);
  const open = prepareOpen(writing);
  return ({ userId, passwordVersion, ...opening }: PeopleInput<"openSession">): Written<number> => {
    const user = find(userId);
    if (user === undefined || user.is_disabled) return signedOut();
    if (user.password_version !== passwordVersion) return passwordOutdated();
    const { id, noted } = open(user, opening);
    return { result: ok(id), noted };
  };
}

export function prepareOpenSessionOf(writing: WriteContext) {
  const byIdentity = prepareStatement<UserRow>(
    writing.tables,
    writing.tables
      .select()
      .from(users)
      .where(
        and(
          eq(users.issuer, sql.placeholder("issuer")),
          eq(users.subject, sql.placeholder("subject")),
        ),
      ),
  );
  const add = prepareAddOf(writing);
  const renew = prepareRenewRole(writing);
  const open = prepareOpen(writing);
  return ({ identity, ...opening }: PeopleInput<"openSessionOf">): Written<FoundSession> => {
    const { issuer, subject, role } = identity;
    const known = byIdentity.get({ issuer, subject });
    const { row: user, noted: added } =
      known === undefined ? add(identity, opening.by) : { row: known, noted: [] };
    if (user.is_disabled) return accountDisabled();
    const renewed = user.role === role ? [] : renew(user, role, opening.by);
    const { id, at, noted } = open(user, opening);
    const found = foundAt(id, { ...user, role }, opening.session, at);
    return { result: ok(found), noted: [...added, ...renewed, ...noted] };
  };
}

/** Adds the user of an identity under its name, or under that with a number where it is another's. */
function prepareAddOf(
  writing: WriteContext,
): (identity: Identity, by: By) => { readonly row: UserRow; readonly noted: readonly Noted[] } {
  const findNamed = prepareFindNamed(writing.tables);
  const insert = prepareInsertUser(writing);
  const note = prepareNote(writing);
  const lastId = prepareStatement<{ readonly id: number }>(
    writing.tables,
    writing.tables.select({ id: sql`coalesce(max(${users.id}), 0)`.as("id") }).from(users),
  );

  function freeName(wanted: string): string {
    const names = namesFor(wanted, lastId.get({})?.id ?? 0);
    for (;;) {
      const { value: name } = names.next();
      if (findNamed(name) === undefined) return name;
    }
  }

  return ({ issuer, subject, name, role }, by) => {
    const row = insert({ name: freeName(name), role, passwordHash: null, issuer, subject });
    if (row === null) throw new Error("A name that was free is taken.");
    return { row, noted: note(comerAdded(row, by)) };
  };
}

function prepareRenewRole(writing: WriteContext) {
  const note = prepareNote(writing);
  const update = prepareStatement(
    writing.tables,
    writing.tables
      .update(users)
      .set({ role: sql`${sql.placeholder("role")}` })
      .where(eq(users.id, sql.placeholder("id"))),
  );
  return (user: UserRow, role: Role, by: By): Noted[] => {
    update.run({ id: user.id, role });
    return note(roleRenewed(user, role, by));
  };
}

/** Opens a session for whoever may have one. */
function prepareOpen(writing: WriteContext) {
  const removeExpired = prepareRemoveExpired(writing.tables);
  const endUnused = prepareEndUnused(writing.tables, MOST_SESSIONS - 1);
  const note = prepareNote(writing);
  const insert = prepareStatement<{ readonly id: number }>(
    writing.tables,
    writing.tables
      .insert(sessions)
      .values({
        userId: sql.placeholder("userId"),
        tokenHash: sql.placeholder("tokenHash"),
        via: sql.placeholder("via"),
        createdAt: sql.placeholder("at"),
        lastUsedAt: sql.placeholder("at"),
        expiresAt: sql.placeholder("expiresAt"),
        address: sql.placeholder("address"),
        userAgent: sql.placeholder("userAgent"),
      })
      .returning({ id: sessions.id }),
  );
  const noteSignIn = prepareStatement(
    writing.tables,
    writing.tables
      .update(users)
      .set({ lastSignInAt: sql`${sql.param(sql.placeholder("at"), users.lastSignInAt)}` })
      .where(eq(users.id, sql.placeholder("id"))),
  );
  return (user: UserRow, { session, by }: Opening) => {
    const now = writing.clock();
    const at = isoTime(now);
    removeExpired(now);
    const ended = endUnused(user.id);
    const row = insert.get({ ...session, userId: user.id, at, address: by.address ?? "" });
    if (row === undefined) throw new Error("The session got no number.");
    noteSignIn.run({ id: user.id, at });
    const opened = { id: row.id, via: session.via };
    return { id: row.id, at: now, noted: note(signedIn(user, opened, ended, by)) };
  };
}

export function prepareTouchSession({ tables }: WriteContext) {
  const update = prepareStatement(
    tables,
    tables
      .update(sessions)
      .set({ lastUsedAt: sql`${sql.param(sql.placeholder("at"), sessions.lastUsedAt)}` })
      .where(
        and(
          eq(sessions.id, sql.placeholder("id")),
          lt(sessions.lastUsedAt, sql.param(sql.placeholder("at"), sessions.lastUsedAt)),
        ),
      ),
  );
  return ({ id, at }: PeopleInput<"touchSession">): Written<null> => {
    update.run({ id, at });
    return { result: ok(null), noted: [] };
  };
}

export function prepareEndSession(writing: WriteContext) {
  const find = prepareFindSession(writing.tables);
  const remove = prepareRemoveSession(writing.tables);
  const note = prepareNote(writing);
  return ({ id, by }: PeopleInput<"endSession">): Written<null> => {
    const session = find(id);
    if (session === undefined) return sessionNotFound(id);
    remove(id);
    return { result: ok(null), noted: note(sessionEnded(session, by)) };
  };
}

export function prepareNoteFailure(writing: WriteContext) {
  const findNamed = prepareFindNamed(writing.tables);
  const note = prepareNote(writing);
  return ({ name, reason, by }: PeopleInput<"noteFailure">): Written<null> => {
    const read = readUserName(name);
    note(signInFailed(read.ok ? findNamed(read.value) : undefined, reason, by));
    return { result: ok(null), noted: [] };
  };
}
