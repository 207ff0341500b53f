import { sql } from "drizzle-orm";
import { keys } from "../../../../../db/postgres/people.ts";
import { ok } from "../../../../domain/problem.ts";
import type { Key } from "../../../../protocol/people.ts";
import type { FoundKey } from "../../people.ts";
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
import type { Session } from "../connection/database.ts";
import type { WriteContext } from "../connection/write-context.ts";
import { note } from "./audit.ts";

export async function addKey(
  writing: WriteContext,
  { key, by }: PeopleInput<"addKey">,
): Promise<Written<Key>> {
  const { name, scopes, source, secretHash } = key;
  const expiresAt = key.expiresAt === null ? null : Date.parse(key.expiresAt);
  const row = await writing.get<KeyRow>(sql`
    insert into ${keys} (name, scopes, source, secret_hash, created_at, created_by, expires_at)
    values (${name}, ${JSON.stringify(scopes)}, ${source}, ${secretHash}, ${writing.clock()}, ${by.actor}, ${expiresAt})
    returning *`);
  if (row === undefined) throw new Error("The key got no number.");
  return { result: ok(readKey(row)), noted: await note(writing, keyAdded(row.id, key, by)) };
}

export async function revokeKey(
  writing: WriteContext,
  { id, by }: PeopleInput<"revokeKey">,
): Promise<Written<null>> {
  const row = await writing.get<Pick<KeyRow, "id" | "name">>(
    sql`delete from ${keys} where id = ${id} returning id, name`,
  );
  if (row === undefined) return keyNotFound(id);
  return { result: ok(null), noted: await note(writing, keyRevoked(row, by)) };
}

export async function touchKey(
  writing: WriteContext,
  { id, at }: PeopleInput<"touchKey">,
): Promise<Written<null>> {
  const time = Date.parse(at);
  await writing.run(sql`
    update ${keys} set last_used_at = ${time}
    where id = ${id} and (last_used_at is null or last_used_at < ${time})`);
  return { result: ok(null), noted: [] };
}

export async function findKey(session: Session, id: number): Promise<FoundKey | null> {
  return readFoundKey(await session.get<KeyRow>(sql`select * from ${keys} where id = ${id}`));
}

export async function listKeys(session: Session): Promise<Key[]> {
  return (await session.all<KeyRow>(sql`select * from ${keys} order by id`)).map(readKey);
}
