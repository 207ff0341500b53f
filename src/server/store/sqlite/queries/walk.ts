import { max, type SQL, sql } from "drizzle-orm";
import { alerts } from "../../../../../db/sqlite/schema.ts";
import { type Filter, isEverything } from "../../../../domain/filter.ts";
import { MOST_TEXT, type Steps, take, type Way } from "../../engine/steps.ts";
import type { Direction, Walk } from "../../engine/stretch.ts";
import { anyId, anyValue } from "../file/any-value.ts";
import { type AlertRow, COLUMNS_OF_A, readAlert } from "../models/alert-row.ts";
import type { Tables } from "../file/database.ts";
import { conditionOf, type Path, pathsOf } from "./filter-sql.ts";
import { keepRecent } from "./keep-recent.ts";
import { prepareStatement } from "../file/statement.ts";

/** As a {@link Walk} asks for them. */
export type Go = (filter: Filter, walk: Walk) => Steps;

/** Filters whose queries are kept: whoever scrolls asks for the same one again and again. */
const KEPT = 64;

export function prepareWalk(tables: Tables, now = () => performance.now()): Go {
  const byId = prepareById(tables);
  const queries = {
    older: keepRecent(KEPT, (filter: Filter) => queryOf(tables, byId, filter, "older")),
    newer: keepRecent(KEPT, (filter: Filter) => queryOf(tables, byId, filter, "newer")),
  };
  const newest = tables
    .select({ id: max(alerts.id) })
    .from(alerts)
    .prepare();

  return (filter, { direction, id, limit, text = MOST_TEXT, time = Infinity }) => {
    const query = queries[direction](filter);
    // One more than is wanted says whether there are more.
    const range = { id, end: FARTHEST[direction], limit: limit + 1 };
    const isAtOnce = time === Infinity || isEverything(filter);
    const rows = isAtOnce ? query(range) : null;
    const until = now() + time;
    return take(rows ?? inRanges(query, direction, range, until), limit, text, READING);
  };

  /** Range after range of ids, so that the time can be looked at between them. */
  function* inRanges(
    query: Query,
    direction: Direction,
    { id, limit }: Range,
    until: number,
  ): Way<AlertRow> {
    const last = newest.get()?.id ?? 0;
    const endOf = (from: number, width: number) =>
      direction === "older"
        ? Math.max(Math.min(from, last + 1) - width, FARTHEST.older)
        : from + width >= last
          ? FARTHEST.newer
          : from + width;
    let from = id;
    for (let width = RANGE; ;) {
      const end = endOf(from, width);
      const begun = now();
      const rows = query({ id: from, end, limit });
      if (rows === null) {
        width = RANGE;
        continue;
      }
      yield* rows;
      if (end === FARTHEST[direction]) return null;
      const ended = now();
      if (ended >= until) return end;
      width = nextWidth(width, ended - begun);
      from = end;
    }
  }
}

/** The end of the ids in that direction. */
const FARTHEST: Readonly<Record<Direction, number>> = { older: 1, newer: Number.MAX_SAFE_INTEGER };
/** Ids that are looked at in one go, at first. */
const RANGE = 1_024;
/** What was quicker than the one (ms) is followed by twice as many, what was slower than the other by half. */
const QUICK = 25;
const SLOW = 100;

function nextWidth(width: number, took: number): number {
  if (took < QUICK) return width * 2;
  return took > SLOW ? Math.ceil(width / 2) : width;
}

const READING = { read: readAlert, textIn };

function textIn({ title, description, labels, annotations }: AlertRow): number {
  return title.length + description.length + labels.length + annotations.length;
}

/** The ids beyond `id`, up to `end` inclusive. */
interface Range {
  readonly id: number;
  readonly end: number;
  readonly limit: number;
}

/** The rows within a range, nearest first; null where there are too many to be put in order, see {@link upwards}. */
type Query = (range: Range) => Way<AlertRow> | null;

type Statement = ReturnType<typeof prepareById>;

function prepareById(tables: Tables) {
  const byId = sql`a.id = ${sql.placeholder("id")}`;
  const select = tables.select(COLUMNS_OF_A).from(sql`alerts a`);
  return prepareStatement<AlertRow>(tables, select.where(byId));
}

function queryOf(tables: Tables, byId: Statement, filter: Filter, direction: Direction): Query {
  // The path through everything says it all.
  const condition = isEverything(filter) ? null : conditionOf(filter);
  const paths = pathsOf(filter);
  const [path, ...others] = paths;
  if (path?.isQuickUpwards === true && direction === "older") {
    return upwards(tables, byId, path, condition);
  }
  const statements = paths.map((path) =>
    prepareStatement<AlertRow>(
      tables,
      tables
        .select(COLUMNS_OF_A)
        .from(path.from)
        .where(walkCondition(path, condition, direction))
        .orderBy(inOrder(path, direction)),
    ),
  );
  const [statement] = statements;
  return statement === undefined || others.length > 0
    ? (range) => nearest(statements, direction, range)
    : (range) => inSlices(statement, range);
}

/**
 * Down a path that is quick upwards alone: the ids that lie within the range come upwards, and then the rows that
 * are wanted of them, from the last on. No more ids are taken than can be in a range of the first width.
 */
function upwards(tables: Tables, byId: Statement, path: Path, condition: SQL | null): Query {
  const idsUpwards = prepareStatement<{ readonly id: number }>(
    tables,
    tables
      .select({ id: sql<number>`${path.id}`.as("id") })
      .from(path.from)
      .where(walkCondition(path, condition, "older"))
      .orderBy(inOrder(path, "newer")),
  );
  return ({ id, end }) => {
    const ids = idsUpwards.all({ id, end, limit: RANGE + 1 });
    return ids.length > RANGE ? null : rowsOf(byId, ids.reverse());
  };
}

function* rowsOf(byId: Statement, ids: readonly { readonly id: number }[]): Way<AlertRow> {
  for (const { id } of ids) {
    const row = byId.get({ id });
    if (row !== undefined) yield row;
  }
  return null;
}

/** Rows that are read in one go: a page of the usual size, or a few megabytes of the largest alerts. */
const SLICE = 64;

/** To take rows one by one costs a third more, and this is what the feed reads all the time. */
function* inSlices(statement: Statement, { id, end, limit }: Range): Way<AlertRow> {
  let after = id;
  for (let left = limit; left > 0; left -= SLICE) {
    const rows = statement.all({ id: after, end, limit: Math.min(left, SLICE) });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < SLICE) return null;
    after = last.id;
  }
  return null;
}

/** Each path comes in order; together they must be put in order, and each alert is one row. */
function* nearest(
  statements: readonly Statement[],
  direction: Direction,
  range: Range,
): Way<AlertRow> {
  const paths = statements.map((statement) => statement.each({ ...range }));
  const isNearer = (a: AlertRow, b: AlertRow) =>
    direction === "older" ? a.id > b.id : a.id < b.id;
  const next = (path: IterableIterator<AlertRow>): AlertRow | null => {
    const step = path.next();
    return step.done === true ? null : step.value;
  };
  try {
    const heads = paths.map((path) => ({ path, row: next(path) }));
    for (;;) {
      let first: AlertRow | null = null;
      for (const { row } of heads) {
        if (row !== null && (first === null || isNearer(row, first))) first = row;
      }
      if (first === null) return null;
      yield first;
      for (const head of heads) if (head.row?.id === first.id) head.row = next(head.path);
    }
  } finally {
    for (const path of paths) path.return?.();
  }
}

/** The order, and how many: drizzle's own limit is a bare parameter, see {@link anyValue}. */
function inOrder({ id }: Path, direction: Direction): SQL {
  const order = sql.raw(direction === "older" ? "desc" : "asc");
  return sql`${id} ${order} limit ${anyValue(sql.placeholder("limit"))}`;
}

function walkCondition(path: Path, condition: SQL | null, direction: Direction): SQL {
  const [beyond, upTo] = direction === "older" ? ["<", ">="] : [">", "<="];
  const range = [
    sql`${path.id} ${sql.raw(beyond)} ${anyId(sql.placeholder("id"))}`,
    sql`${path.id} ${sql.raw(upTo)} ${anyId(sql.placeholder("end"))}`,
  ];
  const conditions = condition === null ? [] : [condition];
  return sql.join([...path.where, ...range, ...conditions], sql` and `);
}

/** The ids alone of the alerts above `id`, nearest first, at most `limit`. */
export function prepareNewerIds(tables: Tables) {
  return (filter: Filter, id: number, limit: number): number[] => {
    const condition = isEverything(filter) ? null : conditionOf(filter);
    const ids = pathsOf(filter).flatMap((path) =>
      tables
        .select({ id: sql<number>`${path.id}` })
        .from(path.from)
        .where(walkCondition(path, condition, "newer"))
        .orderBy(inOrder(path, "newer"))
        .prepare()
        .all({ id, end: FARTHEST.newer, limit })
        .map((row) => row.id),
    );
    return [...new Set(ids)].sort((a, b) => a - b).slice(0, limit);
  };
}
