import { type SQL, sql } from "drizzle-orm";
import { type Filter, isEverything } from "../../../../domain/filter.ts";
import { type LabelMatcher, matchesValue } from "../../../../domain/label-matcher.ts";
import { MOST_TEXT, take, type Way } from "../../engine/steps.ts";
import type { Direction, Walk, Walked } from "../../engine/stretch.ts";
import type { Session } from "../connection/database.ts";
import {
  ALERT_TEXT_COLUMNS,
  ALERTS,
  type AlertText,
  type AlertTextRow,
  writeAlert,
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
): Promise<Walked<AlertText>> {
  const { direction, limit } = asked;
  // One more than is wanted says whether there are more.
  const { ids, stoppedAt, hasStart } = await idsBeyond(session, filter, all, {
    ...asked,
    limit: limit + 1,
  });
  const rows = await rowsOf(session, ids, direction, text);
  return { ...take(along(rows, stoppedAt), limit, text, READING), hasStart };
}

const READING = { read: writeAlert, textIn: ({ size }: SizedRow) => size };

function* along(rows: readonly SizedRow[], stoppedAt: number | null): Way<SizedRow> {
  yield* rows;
  return stoppedAt;
}

/** Ids on a way, and the last that was looked at where the time ran out. */
interface Ids extends Pick<Walked, "stoppedAt" | "hasStart"> {
  readonly ids: number[];
}

/** The ids of the filter beyond another in one direction, nearest first. */
export async function idsBeyond(
  session: Session,
  filter: Filter,
  all: Range,
  { direction, id, limit, time = Infinity, tellsOfStart = false }: Omit<Walk, "text">,
): Promise<Ids> {
  // The start is found as the others are, by the same statement.
  const beyond = within(all, direction, id, tellsOfStart ? 0 : 1);
  const windows = createWindows(beyond, direction, filter.words.length > 0);
  const patterns = patternsOf(filter);
  const found: number[] = [];
  const until = performance.now() + time;
  let hasStart = false;
  let last: Range | null = null;
  for (let window = windows.next(); window !== null; window = windows.next()) {
    if (last !== null && performance.now() >= until) {
      const stoppedAt = direction === "older" ? last.first : last.last;
      return { ids: found, stoppedAt, hasStart };
    }
    const most = limit - found.length + (tellsOfStart && last === null ? 1 : 0);
    last = window;
    const ids =
      patterns.length === 0
        ? await idsWithin(session, filter, window, direction, most)
        : await fittingWithin(session, filter, patterns, window, direction, most);
    hasStart ||= ids[0] === id;
    found.push(...ids.filter((one) => one !== id));
    if (found.length >= limit) break;
  }
  return { ids: found.slice(0, limit), stoppedAt: null, hasStart };
}

/** What lies so many ids beyond one, or further. */
function within(all: Range, direction: Direction, id: number, by: number): Range {
  return direction === "older"
    ? { first: all.first, last: Math.min(all.last, id - by) }
    : { first: Math.max(all.first, id + by), last: all.last };
}

async function idsWithin(
  session: Session,
  filter: Filter,
  { first, last }: Range,
  direction: Direction,
  most: number,
): Promise<number[]> {
  const statement = sql`
    select a.id from ${tablesOf(filter)}
    where ${between(filter, first, last)} and ${conditionOf(filter)}
    order by a.id ${orderOf(direction)} limit ${most}`;
  // Of all there is one way, whatever the range is.
  const rows = isEverything(filter)
    ? await session.planned<{ readonly id: number }>(statement)
    : await session.all<{ readonly id: number }>(statement);
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

interface SizedRow extends AlertTextRow {
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
  const order = sql`order by id ${orderOf(direction)}`;
  // By `offset 0` what is within is made once; else each text would be made for each place that names it.
  return session.planned<SizedRow>(sql`
    select * from (
      select *, sum(size) over (${order} rows unbounded preceding) - size as before from (
        select *, octet_length(title) + octet_length(description) + octet_length(labels)
          + octet_length(annotations) as size
        from (
          select ${ALERT_TEXT_COLUMNS} from ${ALERTS} where a.id = any(${numbers(ids)}) offset 0
        ) made offset 0
      ) sized
    ) found where before <= ${text} ${order}`);
}

function orderOf(direction: Direction): SQL {
  return sql.raw(direction === "older" ? "desc" : "asc");
}
