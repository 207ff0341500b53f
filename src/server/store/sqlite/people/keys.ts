import { and, asc, eq, lt, or, sql } from "drizzle-orm";
import { keys } from "../../../../../db/sqlite/schema.ts";
import type { Scope } from "../../../../domain/principal.ts";
import { ok } from "../../../../domain/problem.ts";
import type { Key } from "../../../../protocol/people.ts";
import type { FoundKey } from "../../people.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";
import type { Written } from "../../engine/people/audit.ts";
import {
  keyAdded,
  keyNotFound,
  keyRevoked,
  type KeyRow,
  readFoundKey,
  readKey,
} from "../../engine/people/key.ts";
import type { PeopleInput } from "../../engine/people/writes.ts";
import { prepareNote, type WriteContext } from "./audit.ts";

/** A key as it lies in the file. */
interface StoredKey extends Omit<KeyRow, "scopes"> {
  readonly scopes: string;
}

export function prepareAddKey(writing: WriteContext) {
  const note = prepareNote(writing);
  const insert = prepareStatement<StoredKey>(
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
  return ({ key, by }: PeopleInput<"addKey">): Written<Key> => {
    const createdAt = isoTime(writing.clock());
    const row = insert.get({ ...key, createdAt, createdBy: by.actor });
    if (row === undefined) throw new Error("The key got no number.");
    return { result: ok(readKey(rowOf(row))), noted: note(keyAdded(row.id, key, by)) };
  };
}

export function prepareRevokeKey(writing: WriteContext) {
  const note = prepareNote(writing);
  const remove = prepareStatement<Pick<KeyRow, "id" | "name">>(
    writing.tables,
    writing.tables
      .delete(keys)
      .where(eq(keys.id, sql.placeholder("id")))
      .returning({ id: keys.id, name: keys.name }),
  );
  return ({ id, by }: PeopleInput<"revokeKey">): Written<null> => {
    const row = remove.get({ id });
    if (row === undefined) return keyNotFound(id);
    return { result: ok(null), noted: note(keyRevoked(row, by)) };
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
  return (used: PeopleInput<"touchKey">): Written<null> => {
    update.run({ ...used });
    return { result: ok(null), noted: [] };
  };
}

export function prepareReadKeys(tables: Tables) {
  const byId = prepareStatement<StoredKey>(
    tables,
    tables
      .select()
      .from(keys)
      .where(eq(keys.id, sql.placeholder("id"))),
  );
  const all = prepareStatement<StoredKey>(tables, tables.select().from(keys).orderBy(asc(keys.id)));

  function key(id: number): FoundKey | null {
    const row = byId.get({ id });
    return readFoundKey(row && rowOf(row));
  }

  return { key, keys: () => all.all({}).map(rowOf).map(readKey) };
}

function rowOf(row: StoredKey): KeyRow {
  return { ...row, scopes: JSON.parse(row.scopes) as Scope[] };
}
