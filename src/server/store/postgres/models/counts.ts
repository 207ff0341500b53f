import { type SQL, sql } from "drizzle-orm";
import { counts } from "../../../../../db/postgres/schema.ts";
import type { Alert } from "../../../../domain/alert.ts";
import type { Outcome } from "./outcome.ts";
import { numbers, recordsOf } from "./records.ts";

const MINUTE = 60_000;

/** What counts some alerts, and after that takes away the rows of minutes in which nothing is left. */
export interface Counting {
  readonly add: readonly SQL[];
  readonly drop: readonly SQL[];
}

/**
 * Counts alerts that came or went from before some commands to after them. Of a minute in which nothing is left there is
 * no row: they would be there for ever.
 */
export function counting(outcomes: readonly Outcome[]): Counting {
  const sums = new Map<string, { minute: number; severity: string; alerts: number }>();
  function count(alert: Alert | null | undefined, by: 1 | -1): void {
    if (alert === null || alert === undefined || alert.deletedAt !== null) return;
    const { severity, receivedAt } = alert;
    const minute = Math.floor(Date.parse(receivedAt) / MINUTE);
    const key = `${minute} ${severity}`;
    const sum = sums.get(key) ?? { minute, severity, alerts: 0 };
    sums.set(key, { ...sum, alerts: sum.alerts + by });
  }
  for (const { before, after } of outcomes) {
    count(before, -1);
    count(after?.alert, 1);
  }
  const rows = [...sums.values()].filter(({ alerts }) => alerts !== 0);
  if (rows.length === 0) return { add: [], drop: [] };
  const add = sql`
    insert into counts select * from ${recordsOf(counts, rows)}
    on conflict (minute, severity) do update set alerts = counts.alerts + excluded.alerts`;
  if (rows.every(({ alerts }) => alerts > 0)) return { add: [add], drop: [] };
  const minutes = numbers(new Set(rows.map(({ minute }) => minute)));
  const drop = sql`delete from counts where minute = any(${minutes}) and alerts = 0`;
  return { add: [add], drop: [drop] };
}
