import { and, eq, lt, sql } from "drizzle-orm";
import { sessions, users } from "../../../../../db/sqlite/schema.ts";
import type { Time } from "../../../../domain/alert.ts";
import { ok } from "../../../../domain/problem.ts";
import { numberedName, readUserName } from "../../../../domain/user-name.ts";
import type { By, FoundSession, Identity, NewSession } from "../../people.ts";
import { isoTime } from "../file/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";
import { type Noted, prepareNote, refused, type WriteContext, type Written } from "./audit.ts";
import {
  prepareEndUnused,
  prepareFindSession,
  prepareRemoveExpired,
  prepareRemoveSession,
} from "./session-row.ts";
import { prepareFindNamed, prepareFindUser, type UserRow } from "./user-row.ts";
import { prepareInsertUser } from "./users.ts";

/** How many sessions a user may have at once. */
const MOST_SESSIONS = 100;

interface Opening {
  readonly session: NewSession;
  readonly by: By;
}

interface OpeningOfUser extends Opening {
  readonly userId: number;
  readonly passwordVersion: number;
}

export function prepareOpenSession(writing: WriteContext) {
  const find = prepareFindUser(writing.tables);
  const open = prepareOpen(writing);
  return ({ userId, passwordVersion, ...opening }: OpeningOfUser): Written<number> => {
    const user = find(userId);
    if (user === undefined || user.is_disabled === 1)
      return refused("sign-in-failed", "The account is disabled or was removed.");
    if (user.password_version !== passwordVersion)
      return refused("sign-in-failed", "The password was changed meanwhile.");
    const { id, noted } = open(user, opening);
    return { result: ok(id), noted };
  };
}

interface OpeningOfIdentity extends Opening {
  readonly identity: Identity;
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
  return ({ identity, ...opening }: OpeningOfIdentity): Written<FoundSession> => {
    const { issuer, subject, role } = identity;
    const known = byIdentity.get({ issuer, subject });
    const { row: user, noted: added } =
      known === undefined ? add(identity, opening.by) : { row: known, noted: [] };
    if (user.is_disabled === 1) return refused("not-allowed", "This account is disabled.");
    const renewed = user.role === role ? [] : renew(user, identity, opening.by);
    const { id, at, noted } = open(user, opening);
    const { via, expiresAt } = opening.session;
    const found = { id, userId: user.id, name: user.name, role, via };
    return {
      result: ok({ ...found, lastUsedAt: at, expiresAt: Date.parse(expiresAt) }),
      noted: [...added, ...renewed, ...noted],
    };
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

  /** Short numbers first; whoever shares the name with many gets one that hardly anybody has. */
  function freeName(wanted: string): string {
    if (findNamed(wanted) === undefined) return wanted;
    for (let number = 2; ; number++) {
      const name = numberedName(wanted, number < 10 ? number : number + (lastId.get({})?.id ?? 0));
      if (findNamed(name) === undefined) return name;
    }
  }

  return ({ issuer, subject, name, role }, by) => {
    const row = insert({ name: freeName(name), role, passwordHash: null, issuer, subject });
    if (row === null) throw new Error("A name that was free is taken.");
    const on = `user:${row.name}` as const;
    const detail = { user: row.id, role, issuer };
    const changed = { users: [row.id] };
    const noted = note({ type: "user-added", on, detail, changed, ...by, actor: on });
    return { row, noted };
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
  return ({ id, name, role: was }: UserRow, { role, issuer }: Identity, by: By): Noted[] => {
    update.run({ id, role });
    const on = `user:${name}` as const;
    const detail = { user: id, role, was, issuer };
    return note({ type: "user-changed", on, detail, changed: { users: [id] }, ...by, actor: on });
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
  const signedIn = prepareStatement(
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
    signedIn.run({ id: user.id, at });
    const on = `user:${user.name}` as const;
    const detail = { session: row.id, via: session.via };
    const changed = { sessions: ended };
    const noted = note({ type: "signed-in", on, detail, changed, ...by, actor: on });
    return { id: row.id, at: now, noted };
  };
}

interface Used {
  readonly id: number;
  readonly at: Time;
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
  return ({ id, at }: Used): Written<null> => {
    update.run({ id, at });
    return { result: ok(null), noted: [] };
  };
}

interface Ending {
  readonly id: number;
  readonly by: By;
}

export function prepareEndSession(writing: WriteContext) {
  const find = prepareFindSession(writing.tables);
  const remove = prepareRemoveSession(writing.tables);
  const note = prepareNote(writing);
  return ({ id, by }: Ending): Written<null> => {
    const session = find(id);
    if (session === undefined) return refused("session-not-found", `There is no session ${id}.`);
    remove(id);
    const on = `user:${session.name}` as const;
    const type = by.actor === on ? "signed-out" : "session-ended";
    const detail = { session: id, via: session.via };
    const noted = note({ type, on, detail, changed: { sessions: [id] }, ...by });
    return { result: ok(null), noted };
  };
}

interface Attempt {
  readonly name: string;
  readonly reason: string;
  readonly by: By;
}

export function prepareNoteFailure(writing: WriteContext) {
  const findNamed = prepareFindNamed(writing.tables);
  const note = prepareNote(writing);
  return ({ name, reason, by }: Attempt): Written<null> => {
    const read = readUserName(name);
    const user = read.ok ? findNamed(read.value) : undefined;
    const on = user === undefined ? null : (`user:${user.name}` as const);
    note({ type: "sign-in-failed", on, detail: { reason }, ...by });
    return { result: ok(null), noted: [] };
  };
}
