import { type SQL, sql } from "drizzle-orm";
import { ok, type Result } from "../../../../domain/problem.ts";
import type { Horizon } from "../../../../domain/retention.ts";
import type { Past, PastQuery } from "../../store.ts";
import type { Session } from "../connection/database.ts";

/** Alerts that are looked at in one go. */
const LOOKED_AT = 1_000;

interface Row {
  readonly id: number;
  readonly is_past: boolean;
}

/** Finds what lies beyond a horizon, from the oldest on: at most `limit` after the alert `after`. */
export async function readPast(
  session: Session,
  { horizon, after, limit }: PastQuery,
): Promise<Result<Past>> {
  const { first, last, isThere, isPast } = waysOf(horizon);
  const ends = await session.get<{ readonly first: number; readonly last: number }>(
    sql`select coalesce((${first}), 0) as first, coalesce((${last}), 0) as last`,
  );
  const { first: begin, last: end } = ends ?? { first: 0, last: 0 };
  const rows = await session.all<Row>(sql`
    select a.id, ${isPast} as is_past from alerts a join pulses p on p.alert_id = a.id
    where a.id > ${after} and a.id <= ${end} and ${isThere} order by a.id limit ${LOOKED_AT}`);
  const ids: number[] = [];
  for (const { id, is_past: isPast } of rows) {
    if (isPast) ids.push(id);
    if (ids.length >= limit)
      return ok({ ids, next: id < end ? id : null, first: begin, last: end });
  }
  const at = rows.length < LOOKED_AT ? end : (rows.at(-1)?.id ?? end);
  return ok({ ids, next: at < end ? at : null, first: begin, last: end });
}

interface Ways {
  readonly first: SQL;
  readonly last: SQL;
  readonly isThere: SQL;
  readonly isPast: SQL;
}

function waysOf({ of, before }: Horizon): Ways {
  const time = Date.parse(before);
  switch (of) {
    case "resolved":
      // As ids grow, times of receipt never decrease: what was received later is not looked at.
      return {
        first: sql`select min(id) from alerts`,
        last: sql`select id from alerts where received_at < ${time} order by received_at desc, id desc limit 1`,
        isThere: sql`true`,
        isPast: sql`coalesce(a.resolved_at < ${time} and a.received_at < ${time}, false)`,
      };
    case "trash":
      return {
        first: sql`select min(id) from alerts where deleted_at is not null`,
        last: sql`select max(id) from alerts where deleted_at is not null`,
        isThere: sql`a.deleted_at is not null`,
        isPast: sql`coalesce(a.deleted_at < ${time} and p.last_seen_at < ${time}, false)`,
      };
    default:
      return of satisfies never;
  }
}
