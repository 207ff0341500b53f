import { sql } from "drizzle-orm";
import { searchTexts } from "../../../../../db/postgres/schema.ts";
import type { Session } from "../connection/database.ts";
import { recordsOf } from "./records.ts";

/** What is searched of an alert. */
export interface SearchRow {
  readonly alert_id: number;
  readonly text: string;
}

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
  // Further down the search path may be another Tocsin's, which is no part of ours.
  const found = await session.get<{ readonly name: string | null }>(
    sql`select to_regclass(format('%I.%I', current_schema(), ${nameOf(number)}::text)) as name`,
  );
  if (found?.name !== null) return;
  await session.run(
    sql`create table ${sql.identifier(nameOf(number))} (like search_texts including all)`,
  );
  await attach(session, number);
}

function nameOf(number: number): string {
  return `search_texts_${number}`;
}

async function attach(session: Session, number: number): Promise<void> {
  const [first, end] = [number * PARTITION, (number + 1) * PARTITION].map((id) => sql.raw(`${id}`));
  await session.run(
    sql`alter table search_texts attach partition ${sql.identifier(nameOf(number))}
      for values from (${first}) to (${end})`,
  );
}

/** A partition of which all alerts were removed for good. */
interface Emptied {
  readonly name: string;
  readonly bytes: number;
}

/** Those in which nothing is left, the oldest first; the last one is where the next alert comes. */
export async function emptiedPartitions(session: Session): Promise<Emptied[]> {
  return session.all<Emptied>(sql`
    select p.name, pg_total_relation_size(p.oid) as bytes
    from (
      select c.oid, c.oid::regclass::text as name, substring(c.relname from '[0-9]+$')::bigint as number
      from pg_inherits join pg_class c on c.oid = inhrelid
      where inhparent = 'search_texts'::regclass
    ) p
    where p.number < (select max(alert_id) / ${sql.raw(`${PARTITION}`)} from events)
      and not exists (
        select from alerts
        where id >= p.number * ${sql.raw(`${PARTITION}`)} and id < (p.number + 1) * ${sql.raw(`${PARTITION}`)}
      )
    order by p.number`);
}

/** Whoever reads or writes waits behind whoever waits for a table: so long (ms) at most. */
const STANDS_IN_LINE = 50;

/** Removes one, unless somebody reads for longer than others are to wait: then it throws `55P03`. */
export async function dropPartition(session: Session, { name }: Emptied): Promise<void> {
  await session.run(sql.raw(`set local lock_timeout = ${STANDS_IN_LINE}; drop table ${name}`));
}

/** Removes all partitions, with all that is in them. */
export async function dropPartitions(session: Session): Promise<void> {
  const rows = await session.all<{ readonly name: string }>(sql`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'search_texts'::regclass`);
  for (const { name } of rows) await session.run(sql`drop table ${sql.raw(name)}`);
}

/**
 * Fills partitions of which none is there, in the order of the ids. To be attached makes the indexes of each, at once from all
 * that is in it: row by row, that of the trigrams would take several times as long.
 */
export function createFiller(session: Session) {
  let filling: number | null = null;

  async function add(rows: readonly SearchRow[]): Promise<void> {
    for (const [number, within] of Map.groupBy(rows, ({ alert_id }) => partitionOf(alert_id))) {
      await turnTo(number);
      await session.run(sql`
        insert into ${sql.identifier(nameOf(number))}
        select * from ${recordsOf(searchTexts, within)}`);
    }
  }

  async function turnTo(number: number): Promise<void> {
    if (number === filling) return;
    if (filling !== null) await attach(session, filling);
    filling = number;
    await session.run(sql`create table ${sql.identifier(nameOf(number))} (like search_texts)`);
  }

  /** The alert that is given the next id after `lastId` needs the partition of that. */
  async function end(lastId: number): Promise<void> {
    if (filling !== null) await attach(session, filling);
    if (lastId > 0) await makePartition(session, partitionOf(lastId));
  }

  return { add, end };
}
