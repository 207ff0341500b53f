import { type SQL, sql } from "drizzle-orm";
import type { Filter } from "../../../../domain/filter.ts";
import { type LabelMatcher, matchesValue } from "../../../../domain/label-matcher.ts";
import { MOST_TEXT, type Steps, take, type Way } from "../../engine/steps.ts";
import type { Direction, Walk } from "../../engine/stretch.ts";
import type { Session } from "../connection/database.ts";
import {
  ALERT_COLUMNS,
  ALERT_SIZE,
  type AlertRow,
  ALERTS,
  readAlert,
} from "../models/alert-row.ts";
import { numbers } from "../models/records.ts";
import { between, conditionOf, labelValue, patternsOf, tablesOf } from "./filter-sql.ts";
import { createWindows, type Range } from "./windows.ts";

/** The alerts that a walk asks for; `all` are the ids between which alerts are. */
export async function walk(
  session: Session,
  filter: Filter,
  all: Range,
  { text = MOST_TEXT, ...asked }: Walk,
): Promise<Steps> {
  const { direction, limit } = asked;
  // One more than is wanted says whether there are more.
  const found = await idsBeyond(session, filter, all, { ...asked, limit: limit + 1 });
  const rows = await rowsOf(session, found.ids, direction, text);
  const reading = { read: readAlert, textIn: ({ size }: SizedRow) => size };
  return take(along(rows, found.stoppedAt), limit, text, reading);
}

function* along(rows: readonly SizedRow[], stoppedAt: number | null): Way<SizedRow> {
  yield* rows;
  return stoppedAt;
}

/** Ids on a way, and the last that was looked at where the time ran out. */
interface Ids extends Pick<Steps, "stoppedAt"> {
  readonly ids: number[];
}

/** The ids of the filter beyond another in one direction, nearest first. */
export async function idsBeyond(
  session: Session,
  filter: Filter,
  all: Range,
  { direction, id, limit, time = Infinity }: Omit<Walk, "text">,
): Promise<Ids> {
  const beyond =
    direction === "older"
      ? { first: all.first, last: Math.min(all.last, id - 1) }
      : { first: Math.max(all.first, id + 1), last: all.last };
  const windows = createWindows(beyond, direction, filter.words.length > 0);
  const patterns = patternsOf(filter);
  const found: number[] = [];
  const until = performance.now() + time;
  let last: Range | null = null;
  for (let window = windows.next(); window !== null; window = windows.next()) {
    if (last !== null && performance.now() >= until) {
      return { ids: found, stoppedAt: direction === "older" ? last.first : last.last };
    }
    last = window;
    const most = limit - found.length;
    const ids =
      patterns.length === 0
        ? await idsWithin(session, filter, window, direction, most)
        : await fittingWithin(session, filter, patterns, window, direction, most);
    found.push(...ids);
    if (found.length >= limit) break;
  }
  return { ids: found, stoppedAt: null };
}

async function idsWithin(
  session: Session,
  filter: Filter,
  { first, last }: Range,
  direction: Direction,
  most: number,
): Promise<number[]> {
  const rows = await session.all<{ readonly id: number }>(sql`
    select a.id from ${tablesOf(filter)}
    where ${between(filter, first, last)} and ${conditionOf(filter)}
    order by a.id ${orderOf(direction)} limit ${most}`);
  return rows.map(({ id }) => id);
}

interface ValuesRow {
  readonly ids: string[];
  readonly values: readonly string[];
}

/** Those whose labels fit patterns, which are looked at here: once for all alerts that have the same. */
async function fittingWithin(
  session: Session,
  filter: Filter,
  patterns: readonly LabelMatcher[],
  { first, last }: Range,
  direction: Direction,
  most: number,
): Promise<number[]> {
  const values = sql`array[${sql.join(
    patterns.map(({ name }) => labelValue(name)),
    sql`, `,
  )}]`;
  const rows = await session.all<ValuesRow>(sql`
    select array_agg(a.id) as ids, ${values} as values from ${tablesOf(filter)}
    where ${between(filter, first, last)} and ${conditionOf(filter)}
    group by 2`);
  const fitting = rows.filter(({ values }) =>
    patterns.every((pattern, index) => matchesValue(pattern, values[index] ?? "")),
  );
  const ids = fitting.flatMap(({ ids }) => ids.map(Number));
  ids.sort((one, other) => (direction === "older" ? other - one : one - other));
  return ids.slice(0, most);
}

interface SizedRow extends AlertRow {
  readonly size: number;
}

/** Those rows, up to the one with which they have too much text. */
async function rowsOf(
  session: Session,
  ids: readonly number[],
  direction: Direction,
  text: number,
): Promise<SizedRow[]> {
  if (ids.length === 0) return [];
  const order = sql`order by a.id ${orderOf(direction)}`;
  return session.planned<SizedRow>(sql`
    select * from (
      select ${ALERT_COLUMNS}, ${ALERT_SIZE} as size, sum(${ALERT_SIZE}) over (${order}) as up_to
      from ${ALERTS} where a.id = any(${numbers(ids)})
    ) sized where up_to - size <= ${text} order by id ${orderOf(direction)}`);
}

function orderOf(direction: Direction): SQL {
  return sql.raw(direction === "older" ? "desc" : "asc");
}
