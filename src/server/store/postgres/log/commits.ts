import { type SQL, sql } from "drizzle-orm";
import { commits } from "../../../../../db/postgres/schema.ts";
import type { Epoch, Head } from "../../../../domain/cursor.ts";
import type { Commit } from "../../store.ts";
import type { Session, Transaction } from "../connection/database.ts";
import { readChanges, writeChanges } from "./commit-body.ts";
import { HEAD, headOf } from "./head.ts";

/** How long (ms) a commit is kept for other nodes: whoever was away longer catches up from the alerts. */
const KEPT = 600_000;

/** Milliseconds since 1970 by the clock of the database, which is the same for every node. */
const NOW = sql.raw("(extract(epoch from clock_timestamp()) * 1000)::bigint");

/** Under what name notices of commits are given: as many Tocsins as there are schemas may lie in one database. */
export const CHANNEL = "'tocsin ' || current_schema()";

/** Gives other nodes a notice of these words, once the transaction is committed. */
export function notice(words: string): SQL {
  return sql`pg_notify(${sql.raw(CHANNEL)}, ${words})`;
}

/** By which whoever made a commit finds out whether it is written, and knows that it is told of what it has made itself. */
interface Maker {
  readonly name: string;
  readonly node: string;
}

/** Notes a commit, as a part of it. One that changed alerts is told to the other nodes. */
export function noteCommit(transaction: Transaction, { name, node }: Maker, commit: Commit): void {
  const { from, to, changes } = commit;
  const body = changes.length === 0 ? null : writeChanges(changes);
  const told = body === null ? sql`` : sql`, ${notice(`${to} ${node}`)}`;
  transaction.send(sql`
    with noted as (
      insert into ${commits} (id, seq_from, seq_to, at, body)
      values (${name}, ${from}, ${to}, ${NOW}, ${body}) returning 1
    ), dropped as (
      delete from ${commits} where id in (select id from ${commits} where at < ${NOW} - ${KEPT} order by at limit 100)
    ) select 1${told} from noted`);
}

/** Whether a notice tells of a commit that another node has made after that event. */
export function isNews(words: string, heard: number, node: string): boolean {
  const [to, by] = words.split(" ");
  return by !== node && Number(to) > heard;
}

/** Whether that commit is written. */
export async function isWritten(session: Session, id: string): Promise<boolean> {
  return (await session.get(sql`select 1 from ${commits} where id = ${id}`)) !== undefined;
}

interface CommitRow {
  readonly epoch: Epoch;
  readonly seq: number;
  /** Null where there is no such commit. */
  readonly seq_from: number | null;
  readonly seq_to: number;
  readonly body: Buffer;
}

/** Where the log stands, and what it came there by. */
interface News {
  readonly head: Head;
  readonly commits: Commit[];
}

/** Commits that are read in one go, and bytes of what they changed, about. */
const MOST = 100;
const MOST_BYTES = 8_388_608;

/**
 * Where the log stands, and the commits after the event `seq`, the oldest first, as far as they are kept: so many at most,
 * and one at least. All of it by one statement: whoever hears of a commit goes one way to the database and back.
 */
export async function newsAfter(session: Session, seq: number): Promise<News> {
  const rows = await session.all<CommitRow>(sql`
    select head.epoch, head.seq, c.seq_from, c.seq_to, c.body from (${HEAD}) head left join (
      select id, row_number() over w as number, sum(bytes) over w as up_to from (
        select id, seq_to, octet_length(body) as bytes from ${commits}
        where seq_to > ${seq} and body is not null order by seq_to limit ${MOST}
      ) next window w as (order by seq_to)
    ) sized on sized.number = 1 or sized.up_to <= ${MOST_BYTES}
    left join ${commits} c on c.id = sized.id order by c.seq_to`);
  return {
    head: headOf(rows[0]),
    commits: rows.flatMap(({ seq_from: from, seq_to: to, body }) =>
      from === null ? [] : { from, to, changes: readChanges(body) },
    ),
  };
}
