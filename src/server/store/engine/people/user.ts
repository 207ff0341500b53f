import type { Role } from "../../../../domain/principal.ts";
import type { AuditEntry, User } from "../../../../protocol/people.ts";
import type { Account, By } from "../../people.ts";
import { isoTime } from "../iso-time.ts";
import { type NewEntry, refused, type Written } from "./audit.ts";

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string | null;
  readonly issuer?: string;
  readonly subject?: string;
}

/** A user as it lies in the database; SQLite has no booleans. Times in ms since 1970. */
export interface UserRow {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly password_hash: string | null;
  readonly password_version: number;
  readonly issuer: string | null;
  readonly is_disabled: boolean | 0 | 1;
  readonly created_at: number;
  readonly last_sign_in_at: number | null;
  readonly removed_at: number | null;
}

export function readUser(row: UserRow): User {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    disabled: Boolean(row.is_disabled),
    hasPassword: row.password_hash !== null,
    issuer: row.issuer,
    createdAt: isoTime(row.created_at),
    lastSignInAt: row.last_sign_in_at === null ? null : isoTime(row.last_sign_in_at),
  };
}

/** Null where there is nobody, or who is disabled or removed. */
export function readAccount(row: UserRow | undefined): Account | null {
  if (row === undefined || row.removed_at !== null || row.is_disabled) return null;
  return {
    user: readUser(row),
    passwordHash: row.password_hash,
    passwordVersion: row.password_version,
  };
}

export interface UserChange {
  readonly role?: Role;
  readonly disabled?: boolean;
}

/** What a change makes of a user, and what the audit says of it. */
export interface ChangedUser {
  readonly role: Role;
  readonly disabled: boolean;
  readonly detail: AuditEntry["detail"];
}

/** Null where it changes nothing. */
export function decideChange(before: UserRow, change: UserChange): ChangedUser | null {
  const was = { role: before.role, disabled: Boolean(before.is_disabled) };
  const { role, disabled } = { ...was, ...change };
  const detail = {
    ...(role !== was.role && { role, was: was.role }),
    ...(disabled !== was.disabled && { disabled }),
  };
  if (Object.keys(detail).length === 0) return null;
  return { role, disabled, detail: { user: before.id, ...detail } };
}

/** Whether that leaves them an admin who can come in. */
export function staysAdmin({ role, disabled }: ChangedUser): boolean {
  return role === "admin" && !disabled;
}

/** Whether a user is all there is of admins, of whom two are enough to know it. */
export function isOnly(admins: readonly number[], id: number): boolean {
  return admins.length === 1 && admins[0] === id;
}

export function userAdded({ id, name, role }: UserRow, by: By): NewEntry {
  const detail = { user: id, role };
  return { type: "user-added", on: `user:${name}`, detail, changed: { users: [id] }, ...by };
}

/** Of one who came by an identity provider: their own act. */
export function comerAdded({ id, name, role, issuer }: UserRow, { address }: By): NewEntry {
  const actor = `user:${name}` as const;
  const detail = { user: id, role, issuer };
  return { type: "user-added", actor, on: actor, address, detail, changed: { users: [id] } };
}

export function userChanged(
  { id, name }: UserRow,
  { detail }: ChangedUser,
  sessions: readonly number[],
  by: By,
): NewEntry {
  const changed = { users: [id], sessions };
  return { type: "user-changed", on: `user:${name}`, detail, changed, ...by };
}

/** Their provider says another role than they had. */
export function roleRenewed(before: UserRow, role: Role, { address }: By): NewEntry {
  const { id, name, issuer } = before;
  const actor = `user:${name}` as const;
  const detail = { user: id, role, was: before.role, issuer };
  return { type: "user-changed", actor, on: actor, address, detail, changed: { users: [id] } };
}

export function userRemoved(user: UserRow, sessions: readonly number[], by: By): NewEntry {
  const { id, name, role } = user;
  const changed = { users: [id], sessions };
  const detail = { user: id, role };
  return { type: "user-removed", on: `user:${name}`, detail, changed, ...by };
}

export function passwordChanged(user: UserRow, sessions: readonly number[], by: By): NewEntry {
  const { id, name } = user;
  const detail = { user: id };
  return { type: "password-changed", on: `user:${name}`, detail, changed: { sessions }, ...by };
}

export function setupClosed(): Written<never> {
  return refused("setup-closed", "There is an admin already.");
}

export function nameTaken(name: string): Written<never> {
  return refused("name-taken", `${name}: this name is or was another's.`);
}

export function userNotFound(id: number): Written<never> {
  return refused("user-not-found", `There is no user ${id}.`);
}

export function lastAdmin({ name }: UserRow): Written<never> {
  return refused("last-admin", `${name} is the last admin who can sign in.`);
}
