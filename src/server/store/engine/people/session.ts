import type { Role, WayIn } from "../../../../domain/principal.ts";
import { numberedName } from "../../../../domain/user-name.ts";
import type { OpenSession } from "../../../../protocol/people.ts";
import type { By, FoundSession, NewSession } from "../../people.ts";
import { isoTime } from "../iso-time.ts";
import { type NewEntry, refused, type Written } from "./audit.ts";
import type { UserRow } from "./user.ts";

/** How many sessions a user may have at once. */
export const MOST_SESSIONS = 100;
/** How many are listed at most. */
export const LISTED = 1_000;
/** How many that have expired are removed at once, so that no write takes long. */
export const REMOVED_AT_ONCE = 100;

/** A session as it lies in the database, with who its user is. Times in ms since 1970. */
export interface SessionRow {
  readonly id: number;
  readonly user_id: number;
  readonly name: string;
  readonly role: Role;
  readonly via: WayIn;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly expires_at: number;
  readonly address: string;
  readonly user_agent: string;
}

export type FoundRow = Omit<SessionRow, "created_at" | "address" | "user_agent">;

/** Null where there is none, or it has expired by now (ms since 1970). */
export function readFound(row: FoundRow | undefined, now: number): FoundSession | null {
  if (row === undefined || row.expires_at <= now) return null;
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    role: row.role,
    via: row.via,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  };
}

export type ListedRow = Omit<SessionRow, "role">;

export function readListed(row: ListedRow): Omit<OpenSession, "isCurrent"> {
  return {
    id: row.id,
    userId: row.user_id,
    principal: `user:${row.name}`,
    via: row.via,
    createdAt: isoTime(row.created_at),
    lastUsedAt: isoTime(row.last_used_at),
    expiresAt: isoTime(row.expires_at),
    address: row.address,
    userAgent: row.user_agent,
  };
}

/** Which of a user's sessions are more than so many: those that have been unused the longest. */
export function unusedLongest(
  open: readonly Pick<SessionRow, "id" | "last_used_at">[],
  most: number,
): number[] {
  return open
    .toSorted((one, other) => one.last_used_at - other.last_used_at || one.id - other.id)
    .slice(0, Math.max(0, open.length - most))
    .map(({ id }) => id);
}

/**
 * The names to try for whoever a provider calls that: short numbers first. Whoever shares the name with many gets one
 * that hardly anybody has, `last` being the number of the last user there was.
 */
export function* namesFor(wanted: string, last: number): Generator<string, never> {
  yield wanted;
  for (let number = 2; ; number++) yield numberedName(wanted, number < 10 ? number : number + last);
}

/** Of whoever has proved a password. */
export function signedOut(): Written<never> {
  return refused("sign-in-failed", "The account is disabled or was removed.");
}

export function passwordOutdated(): Written<never> {
  return refused("sign-in-failed", "The password was changed meanwhile.");
}

/** Of whom a provider lets in. */
export function accountDisabled(): Written<never> {
  return refused("not-allowed", "This account is disabled.");
}

export function sessionNotFound(id: number): Written<never> {
  return refused("session-not-found", `There is no session ${id}.`);
}

/** Signing in is the user's own act, and may end sessions of theirs. */
export function signedIn(
  { name }: UserRow,
  { id, via }: Pick<SessionRow, "id" | "via">,
  sessions: readonly number[],
  { address }: By,
): NewEntry {
  const actor = `user:${name}` as const;
  const detail = { session: id, via };
  return { type: "signed-in", actor, on: actor, address, detail, changed: { sessions } };
}

export function sessionEnded(
  { id, via, name }: Pick<SessionRow, "id" | "via" | "name">,
  by: By,
): NewEntry {
  const on = `user:${name}` as const;
  const type = by.actor === on ? "signed-out" : "session-ended";
  return { type, on, detail: { session: id, via }, changed: { sessions: [id] }, ...by };
}

/** `user` is whose name it is or was, undefined where it is nobody's. */
export function signInFailed(user: UserRow | undefined, reason: string, by: By): NewEntry {
  const on = user === undefined ? null : (`user:${user.name}` as const);
  return { type: "sign-in-failed", on, detail: { reason }, ...by };
}

/** What a session was opened with, as it is found at once. */
export function foundAt(
  id: number,
  user: Pick<FoundSession, "name" | "role"> & Pick<UserRow, "id">,
  { via, expiresAt }: NewSession,
  now: number,
): FoundSession {
  const { name, role } = user;
  return {
    id,
    userId: user.id,
    name,
    role,
    via,
    lastUsedAt: now,
    expiresAt: Date.parse(expiresAt),
  };
}
