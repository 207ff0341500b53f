import { sql } from "drizzle-orm";
import type { Epoch, Head } from "../../../../domain/cursor.ts";
import type { Session } from "../connection/database.ts";

/** Where the log stands. */
export async function readHead(session: Pick<Session, "get">): Promise<Head> {
  const row = await session.get<{ readonly epoch: Epoch; readonly seq: number }>(sql`
    select (select value from meta where key = 'epoch') as epoch,
      coalesce((select max(seq) from events), 0) as seq`);
  if (row === undefined) throw new Error("The database does not say where it stands.");
  return row;
}
