import { is, Param, Placeholder, type Query } from "drizzle-orm";
import type { Tables } from "./database.ts";

/** A query or an insert as drizzle words it, with placeholders among its parameters. */
interface Wording {
  toSQL(): Query;
}

/** What the placeholders stand for, by their names. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * Has drizzle word a statement once, and SQLite run it from then on: rows come as they lie in the
 * file. Drizzle's own way of running looks at each parameter and at each column of each row anew,
 * which costs several times what SQLite itself does.
 */
export function prepareStatement<Row>(tables: Tables, wording: Wording) {
  const { sql, params } = wording.toSQL();
  const statement = tables.$client.prepare<unknown[], Row>(sql);
  const binders = params.map(binderOf);
  const bind = (values: Values) => binders.map((binder) => binder(values));
  return {
    run: (values: Values) => void statement.run(...bind(values)),
    get: (values: Values) => statement.get(...bind(values)),
    all: (values: Values) => statement.all(...bind(values)),
    /** Row by row, as far as they are wanted. */
    each: (values: Values) => statement.iterate(...bind(values)),
  };
}

function binderOf(param: unknown): (values: Values) => unknown {
  if (is(param, Placeholder)) return (values) => values[param.name];
  if (is(param, Param) && is(param.value, Placeholder)) {
    const { encoder } = param;
    const { name } = param.value;
    return (values) => encoder.mapToDriverValue(values[name]);
  }
  return () => param;
}
