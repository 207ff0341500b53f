import { sql } from "drizzle-orm";
import type { Session } from "../connection/database.ts";

/** The last event that removed an alert for good: from there on the log is whole. */
export const FLOOR = "floor";
/** The event up to which removals are told no more. */
export const REACH = "reach";

/** What the database says of itself under that name; null where it says nothing. */
export async function readFact(session: Session, key: string): Promise<string | null> {
  const row = await session.get<{ readonly value: string }>(
    sql`select value from meta where key = ${key}`,
  );
  return row?.value ?? null;
}

export async function noteFact(session: Session, key: string, value: string): Promise<void> {
  await session.run(sql`
    insert into meta (key, value) values (${key}, ${value})
    on conflict (key) do update set value = excluded.value`);
}
