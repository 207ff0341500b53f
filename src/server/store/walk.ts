import { type SQL, sql } from "drizzle-orm";
import type { Alert } from "../../shared/alert.ts";
import { type Filter, isEverything } from "../../shared/filter.ts";
import { anyId, anyValue } from "./any-value.ts";
import { type AlertRow, COLUMNS_OF_A, readAlert } from "./alert-row.ts";
import type { Tables } from "./database.ts";
import { conditionOf, type Path, pathsOf } from "./filter-sql.ts";
import { keepRecent } from "./keep-recent.ts";
import { prepareStatement } from "./statement.ts";

export type Direction = "older" | "newer";

/** The alerts of the filter beyond `id` in one direction, nearest first, at most `limit`. */
export type Walk = (filter: Filter, direction: Direction, id: number, limit: number) => Alert[];

/** Filters whose queries are kept: whoever scrolls asks for the same one again and again. */
const KEPT = 64;

export function prepareWalk(tables: Tables): Walk {
  const queries = {
    older: keepRecent(KEPT, (filter: Filter) => queriesOf(tables, filter, "older")),
    newer: keepRecent(KEPT, (filter: Filter) => queriesOf(tables, filter, "newer")),
  };
  return (filter, direction, id, limit) => {
    const paths = queries[direction](filter);
    const rows = paths.flatMap((path) => path.all({ id, limit }));
    const ones = paths.length === 1 ? rows : nearest(rows, direction).slice(0, limit);
    return ones.map(readAlert);
  };
}

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

/** Each path came in order; together they must be put in order, and each alert is one row. */
function nearest(rows: readonly AlertRow[], direction: Direction): AlertRow[] {
  const ones = [...new Map(rows.map((row) => [row.id, row])).values()];
  return ones.sort((a, b) => (direction === "older" ? b.id - a.id : a.id - b.id));
}
