import { type SQL, sql } from "drizzle-orm";
import type { Alert } from "../../../../domain/alert.ts";
import { type Filter, isEverything } from "../../../../domain/filter.ts";
import { anyId, anyValue } from "../file/any-value.ts";
import { type AlertRow, COLUMNS_OF_A, readAlert } from "../models/alert-row.ts";
import type { Tables } from "../file/database.ts";
import { conditionOf, type Path, pathsOf } from "./filter-sql.ts";
import { keepRecent } from "./keep-recent.ts";
import { prepareStatement } from "../file/statement.ts";

export type Direction = "older" | "newer";

/** Alerts on a way, nearest first. */
export interface Steps {
  readonly alerts: Alert[];
  /** Whether more of the filter's alerts lie beyond them. */
  readonly hasMore: boolean;
}

/**
 * The alerts of the filter beyond `id` in one direction: at most `limit`, and as many as fit into so
 * many characters of text, or {@link MOST_TEXT}, at least one.
 */
export type Walk = (
  filter: Filter,
  direction: Direction,
  id: number,
  limit: number,
  text?: number,
) => Steps;

/** Characters of text in a page, about: what an alert may have at most fits some eight times. */
export const MOST_TEXT = 1_048_576;

/** Filters whose queries are kept: whoever scrolls asks for the same one again and again. */
const KEPT = 64;

export function prepareWalk(tables: Tables): Walk {
  const queries = {
    older: keepRecent(KEPT, (filter: Filter) => queriesOf(tables, filter, "older")),
    newer: keepRecent(KEPT, (filter: Filter) => queriesOf(tables, filter, "newer")),
  };
  return (filter, direction, id, limit, text = MOST_TEXT) => {
    const paths = queries[direction](filter);
    // One more than is wanted says whether there are more.
    const [path] = paths;
    if (path !== undefined && isEverything(filter)) {
      return take(inSlices(path, id, limit + 1), limit, text);
    }
    const rows = paths.map((path) => path.each({ id, limit: limit + 1 }));
    return take(nearest(rows, direction), limit, text);
  };
}

/** Rows that are read in one go: a page of the usual size, or a few megabytes of the largest alerts. */
const SLICE = 64;

/** To take rows one by one costs a third more, and this is what the feed reads all the time. */
function* inSlices(path: Query, id: number, limit: number): Iterable<AlertRow> {
  let after = id;
  for (let left = limit; left > 0; left -= SLICE) {
    const rows = path.all({ id: after, limit: Math.min(left, SLICE) });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < SLICE) return;
    after = last.id;
  }
}

function take(rows: Iterable<AlertRow>, limit: number, text: number): Steps {
  const alerts: Alert[] = [];
  let left = text;
  for (const row of rows) {
    left -= textIn(row);
    if (alerts.length >= limit || (left < 0 && alerts.length > 0)) return { alerts, hasMore: true };
    alerts.push(readAlert(row));
  }
  return { alerts, hasMore: false };
}

function textIn({ title, description, labels, annotations }: AlertRow): number {
  return title.length + description.length + labels.length + annotations.length;
}

type Query = ReturnType<typeof queriesOf>[number];

function queriesOf(tables: Tables, filter: Filter, direction: Direction) {
  // The path through everything says it all.
  const condition = isEverything(filter) ? null : conditionOf(filter);
  return pathsOf(filter).map((path) =>
    prepareStatement<AlertRow>(
      tables,
      tables
        .select(COLUMNS_OF_A)
        .from(path.from)
        .where(walkCondition(path, condition, direction))
        .orderBy(nearestFirst(path, direction)),
    ),
  );
}

/** The order, and how many: drizzle's own limit is a bare parameter, see {@link anyValue}. */
function nearestFirst({ id }: Path, direction: Direction): SQL {
  const order = sql.raw(direction === "older" ? "desc" : "asc");
  return sql`${id} ${order} limit ${anyValue(sql.placeholder("limit"))}`;
}

function walkCondition(path: Path, condition: SQL | null, direction: Direction): SQL {
  const beyond = sql`${path.id} ${sql.raw(direction === "older" ? "<" : ">")} ${anyId(sql.placeholder("id"))}`;
  const conditions = condition === null ? [] : [condition];
  return sql.join([...path.where, beyond, ...conditions], sql` and `);
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
        .orderBy(nearestFirst(path, "newer"))
        .prepare()
        .all({ id, limit })
        .map((row) => row.id),
    );
    return [...new Set(ids)].sort((a, b) => a - b).slice(0, limit);
  };
}

/** Each path comes in order; together they must be put in order, and each alert is one row. */
function* nearest(
  paths: readonly IterableIterator<AlertRow>[],
  direction: Direction,
): Iterable<AlertRow> {
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
      if (first === null) return;
      yield first;
      for (const head of heads) if (head.row?.id === first.id) head.row = next(head.path);
    }
  } finally {
    for (const path of paths) path.return?.();
  }
}
