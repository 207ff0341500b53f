import { type SQL, sql } from "drizzle-orm";
import type { Epoch, Head } from "../../../../domain/cursor.ts";
import type { Session } from "../connection/database.ts";

/** One row that says where the log stands. */
export const HEAD: SQL = sql`
  select (select value from meta where key = 'epoch') as epoch,
    coalesce((select max(seq) from events), 0) as seq`;

export interface HeadRow {
  readonly epoch: Epoch;
  readonly seq: number;
}

/** Where the log stands. */
export async function readHead(session: Pick<Session, "get">): Promise<Head> {
  return headOf(await session.get<HeadRow>(HEAD));
}

/** What such a row says. Throws where there is none. */
export function headOf(row: HeadRow | undefined): Head {
  if (row === undefined) throw new Error("The database does not say where it stands.");
  return { epoch: row.epoch, seq: row.seq };
}
