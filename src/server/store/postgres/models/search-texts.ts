import { sql } from "drizzle-orm";
import type { Session } from "../connection/database.ts";

/** Alerts whose texts lie in one partition: what a statement of a search looks through at most. */
export const PARTITION = 50_000;

/**
 * Makes the partitions of alerts that are given their ids, in their order. The one of the alert before them is there,
 * since that was given its own.
 */
export async function makePartitions(session: Session, ids: readonly number[]): Promise<void> {
  const [first, last] = [ids[0], ids.at(-1)];
  if (first === undefined || last === undefined) return;
  const from = first === 1 ? 0 : partitionOf(first - 1) + 1;
  for (let number = from; number <= partitionOf(last); number += 1) {
    await makePartition(session, number);
  }
}

function partitionOf(id: number): number {
  return Math.floor(id / PARTITION);
}

/** To make it as a partition at once would hold up whoever reads the others. */
async function makePartition(session: Session, number: number): Promise<void> {
  const table = `search_texts_${number}`;
  // Further down the search path may be another Tocsin's, which is no part of ours.
  const found = await session.get<{ readonly name: string | null }>(
    sql`select to_regclass(format('%I.%I', current_schema(), ${table}::text)) as name`,
  );
  if (found?.name !== null) return;
  const name = sql.identifier(table);
  await session.run(sql`create table ${name} (like search_texts including all)`);
  const [first, end] = [number * PARTITION, (number + 1) * PARTITION].map((id) => sql.raw(`${id}`));
  await session.run(
    sql`alter table search_texts attach partition ${name} for values from (${first}) to (${end})`,
  );
}
