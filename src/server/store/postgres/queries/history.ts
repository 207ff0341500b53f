import { sql } from "drizzle-orm";
import { fail, ok, type Result } from "../../../../domain/problem.ts";
import type { History, HistoryPlace } from "../../../../protocol/history.ts";
import { type EventRow, type EventsAsked, historyAt } from "../../engine/history.ts";
import type { Session } from "../connection/database.ts";
import { readHead } from "../log/head.ts";

/** Events in the first statement, and in the largest: most histories are short, and repeats may go on for years. */
const FIRST = 200;
const LARGEST = 5_000;
/** Characters of text in one statement, about. */
const MOST_TEXT = 1_048_576;

/** What has happened to an alert, at most `limit` entries of it and about a mebibyte of text. */
export async function readHistory(
  session: Session,
  id: number,
  place: HistoryPlace,
  limit: number,
): Promise<Result<History>> {
  const { epoch } = await readHead(session);
  const alert = await session.get<{ readonly source: string }>(
    sql`select source from alerts where id = ${id}`,
  );
  if (alert === undefined) return fail("alert-not-found", `There is no alert ${id}.`);
  const asking = historyAt(epoch, alert.source, place, limit);
  let step = asking.next();
  while (step.done !== true) step = asking.next(await answer(session, id, step.value));
  return ok(step.value);
}

async function answer(session: Session, id: number, asked: EventsAsked): Promise<boolean> {
  const { direction, take } = asked;
  let { seq } = asked;
  if (take === null) return (await eventsBeyond(session, id, direction, seq, 1)).length > 0;
  for (let most = FIRST; ; most = Math.min(2 * most, LARGEST)) {
    const rows = await eventsBeyond(session, id, direction, seq, most);
    const last = rows.at(-1);
    if (last === undefined || !rows.every(take)) return true;
    seq = last.seq;
  }
}

/** Nearest first: so many at most, and as many as fit, at least one where there is one. */
async function eventsBeyond(
  session: Session,
  id: number,
  direction: "older" | "newer",
  seq: number,
  most: number,
): Promise<EventRow[]> {
  const [beyond, order] = direction === "older" ? ["<", "desc"] : [">", "asc"];
  const size = sql`length(data)`;
  const by = sql`order by seq ${sql.raw(order)}`;
  return session.all<EventRow>(sql`
    select seq, type, version, recorded_at, actor, data from (
      select *, sum(${size}) over (${by}) - ${size} as before from (
        select seq, type, version, recorded_at, actor, data::text as data from events
        where alert_id = ${id} and seq ${sql.raw(beyond)} ${seq} ${by} limit ${most}
      ) nearest
    ) sized where before <= ${MOST_TEXT} ${by}`);
}
