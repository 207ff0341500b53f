import { and, asc, eq, lt, or, sql } from "drizzle-orm";
import { keys } from "../../../../../db/sqlite/schema.ts";
import type { Time } from "../../../../domain/alert.ts";
import type { Scope } from "../../../../domain/principal.ts";
import { ok } from "../../../../domain/problem.ts";
import type { Key } from "../../../../protocol/people.ts";
import type { By, FoundKey, NewKey } from "../../people.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../file/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";
import { prepareNote, refused, type WriteContext, type Written } from "./audit.ts";

interface KeyRow {
  readonly id: number;
  readonly name: string;
  readonly scopes: string;
  readonly source: string | null;
  readonly secret_hash: Uint8Array;
  readonly created_at: number;
  readonly created_by: string;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
}

export function prepareAddKey(writing: WriteContext) {
  const note = prepareNote(writing);
  const insert = prepareStatement<KeyRow>(
    writing.tables,
    writing.tables
      .insert(keys)
      .values({
        name: sql.placeholder("name"),
        scopes: sql.placeholder("scopes"),
        source: sql.placeholder("source"),
        secretHash: sql.placeholder("secretHash"),
        createdAt: sql.placeholder("createdAt"),
        createdBy: sql.placeholder("createdBy"),
        expiresAt: sql.placeholder("expiresAt"),
      })
      .returning(),
  );
  return ({ key, by }: { readonly key: NewKey; readonly by: By }): Written<Key> => {
    const createdAt = isoTime(writing.clock());
    const row = insert.get({ ...key, createdAt, createdBy: by.actor });
    if (row === undefined) throw new Error("The key got no number.");
    const { scopes, source, expiresAt } = key;
    const detail = { key: row.id, scopes, source, expiresAt };
    const noted = note({ type: "key-added", on: `key:${key.name}`, detail, ...by });
    return { result: ok(readKey(row)), noted };
  };
}

export function prepareRevokeKey(writing: WriteContext) {
  const note = prepareNote(writing);
  const remove = prepareStatement<Pick<KeyRow, "name">>(
    writing.tables,
    writing.tables
      .delete(keys)
      .where(eq(keys.id, sql.placeholder("id")))
      .returning({ name: keys.name }),
  );
  return ({ id, by }: { readonly id: number; readonly by: By }): Written<null> => {
    const row = remove.get({ id });
    if (row === undefined) return refused("key-not-found", `There is no key ${id}.`);
    const changed = { keys: [id] };
    const on = `key:${row.name}` as const;
    const noted = note({ type: "key-revoked", on, detail: { key: id }, changed, ...by });
    return { result: ok(null), noted };
  };
}

export function prepareTouchKey({ tables }: WriteContext) {
  const update = prepareStatement(
    tables,
    tables
      .update(keys)
      .set({ lastUsedAt: sql`${sql.param(sql.placeholder("at"), keys.lastUsedAt)}` })
      .where(
        and(
          eq(keys.id, sql.placeholder("id")),
          or(
            sql`${keys.lastUsedAt} is null`,
            lt(keys.lastUsedAt, sql.param(sql.placeholder("at"), keys.lastUsedAt)),
          ),
        ),
      ),
  );
  return (used: { readonly id: number; readonly at: Time }): Written<null> => {
    update.run({ ...used });
    return { result: ok(null), noted: [] };
  };
}

export function prepareReadKeys(tables: Tables) {
  const byId = prepareStatement<KeyRow>(
    tables,
    tables
      .select()
      .from(keys)
      .where(eq(keys.id, sql.placeholder("id"))),
  );
  const all = prepareStatement<KeyRow>(tables, tables.select().from(keys).orderBy(asc(keys.id)));

  function key(id: number): FoundKey | null {
    const row = byId.get({ id });
    return row === undefined ? null : { key: readKey(row), secretHash: row.secret_hash };
  }

  return { key, keys: () => all.all({}).map(readKey) };
}

function readKey(row: KeyRow): Key {
  return {
    id: row.id,
    name: row.name,
    scopes: JSON.parse(row.scopes) as Scope[],
    source: row.source,
    createdAt: isoTime(row.created_at),
    createdBy: row.created_by,
    expiresAt: row.expires_at === null ? null : isoTime(row.expires_at),
    lastUsedAt: row.last_used_at === null ? null : isoTime(row.last_used_at),
  };
}
