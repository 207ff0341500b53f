import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { alerts } from "../../../db/schema.ts";
import type { Alert } from "../../shared/alert.ts";

type Row = typeof alerts.$inferSelect;

/** The alert in a row; the identity is the store's own business. */
export function readAlert({ identity: _, ...alert }: Row): Alert {
  return alert;
}

/** The columns of an alert where the query names the table `a`, as it must to choose an index. */
export const COLUMNS_OF_A = Object.fromEntries(
  Object.entries(getTableColumns(alerts)).map(([name, column]) => [
    name,
    sql`a.${sql.identifier(column.name)}`.mapWith(column),
  ]),
) as { readonly [Name in keyof Row]: SQL<Row[Name]> };
