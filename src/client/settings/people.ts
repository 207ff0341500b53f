import * as v from "valibot";
import type { Role, Scope } from "../../domain/principal.ts";
import type { Answer } from "../../protocol/answer.ts";
import {
  type Audit,
  auditSchema,
  type Key,
  keysSchema,
  type NewKey,
  newKeySchema,
  type OpenSession,
  openSessionsSchema,
  type User,
  usersSchema,
} from "../../protocol/people.ts";
import { jsonOf, request } from "../api/request.ts";

/** Entries of the audit that the page reads at once. */
export const AUDIT_SIZE = 50;

export async function readUsers(): Promise<Answer<readonly User[]>> {
  const answer = await request(usersSchema, "/api/users");
  return answer.ok ? { ok: true, value: answer.value.users } : answer;
}

export async function readKeys(): Promise<Answer<readonly Key[]>> {
  const answer = await request(keysSchema, "/api/keys");
  return answer.ok ? { ok: true, value: answer.value.keys } : answer;
}

/** One's own; an admin gets those of all. */
export async function readSessions(): Promise<Answer<readonly OpenSession[]>> {
  const answer = await request(openSessionsSchema, "/api/sessions");
  return answer.ok ? { ok: true, value: answer.value.sessions } : answer;
}

/** The newest of the audit, or what lies before a cursor. */
export function readAudit(before: string | null): Promise<Answer<Audit>> {
  const params = new URLSearchParams({ limit: String(AUDIT_SIZE) });
  if (before !== null) params.set("before", before);
  return request(auditSchema, `/api/audit?${params}`);
}

/** Nothing of the answer is needed: what it changed is read anew. */
function change(method: string, path: string, body?: unknown): Promise<Answer<unknown>> {
  return request(v.unknown(), path, { method, ...(body !== undefined && jsonOf(body)) });
}

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export function addUser(user: NewUser): Promise<Answer<unknown>> {
  return change("POST", "/api/users", user);
}

export function changeUser(
  id: number,
  changes: { readonly role?: Role; readonly disabled?: boolean },
): Promise<Answer<unknown>> {
  return change("PUT", `/api/users/${id}`, changes);
}

export function removeUser(id: number): Promise<Answer<unknown>> {
  return change("DELETE", `/api/users/${id}`);
}

/** One's own needs the present one. */
export function setPassword(
  id: number,
  password: string,
  current?: string,
): Promise<Answer<unknown>> {
  return change("POST", `/api/users/${id}/password`, {
    password,
    ...(current !== undefined && { current }),
  });
}

export interface WantedKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly source?: string;
  readonly expiresAt?: string;
}

export function addKey(key: WantedKey): Promise<Answer<NewKey>> {
  return request(newKeySchema, "/api/keys", { method: "POST", ...jsonOf(key) });
}

export function revokeKey(id: number): Promise<Answer<unknown>> {
  return change("DELETE", `/api/keys/${id}`);
}

export function endSession(id: number): Promise<Answer<unknown>> {
  return change("DELETE", `/api/sessions/${id}`);
}
