import type { Scope } from "../../../../domain/principal.ts";
import type { Key } from "../../../../protocol/people.ts";
import type { By, FoundKey, NewKey } from "../../people.ts";
import { isoTime } from "../iso-time.ts";
import { type NewEntry, refused, type Written } from "./audit.ts";

/** A key as it lies in the database, but for its scopes, which SQLite has as text. Times in ms since 1970. */
export interface KeyRow {
  readonly id: number;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly source: string | null;
  readonly secret_hash: Uint8Array;
  readonly created_at: number;
  readonly created_by: string;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
}

export function readKey(row: KeyRow): Key {
  return {
    id: row.id,
    name: row.name,
    scopes: [...row.scopes],
    source: row.source,
    createdAt: isoTime(row.created_at),
    createdBy: row.created_by,
    expiresAt: row.expires_at === null ? null : isoTime(row.expires_at),
    lastUsedAt: row.last_used_at === null ? null : isoTime(row.last_used_at),
  };
}

export function readFoundKey(row: KeyRow | undefined): FoundKey | null {
  return row === undefined ? null : { key: readKey(row), secretHash: row.secret_hash };
}

export function keyAdded(id: number, key: NewKey, by: By): NewEntry {
  const { name, scopes, source, expiresAt } = key;
  const detail = { key: id, scopes, source, expiresAt };
  return { type: "key-added", on: `key:${name}`, detail, ...by };
}

export function keyRevoked({ id, name }: Pick<KeyRow, "id" | "name">, by: By): NewEntry {
  const detail = { key: id };
  return { type: "key-revoked", on: `key:${name}`, detail, changed: { keys: [id] }, ...by };
}

export function keyNotFound(id: number): Written<never> {
  return refused("key-not-found", `There is no key ${id}.`);
}
