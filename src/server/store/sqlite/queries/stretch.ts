import type { Alert } from "../../../../domain/alert.ts";
import { type Direction, MOST_TEXT, type Steps } from "./walk.ts";

/** A walk through one filter's alerts, see {@link Walk}. */
export type Go = (direction: Direction, id: number, limit: number, text?: number) => Steps;

/**
 * Alerts that follow each other in the feed, newest first. `older` and `newer` are the ids beyond
 * which more lie on that side, null where nothing does.
 */
export interface Stretch {
  readonly alerts: Alert[];
  readonly older: number | null;
  readonly newer: number | null;
}

export function headStretch(go: Go, limit: number): Stretch {
  return { ...downFrom(go, Number.MAX_SAFE_INTEGER, limit), newer: null };
}

export function stretchBefore(go: Go, id: number, limit: number): Stretch {
  const { alerts, older } = downFrom(go, id, limit);
  const newest = alerts[0]?.id ?? Math.max(id - 1, 0);
  return { alerts, older, newer: go("newer", newest, 1).alerts.length > 0 ? newest : null };
}

export function stretchAfter(go: Go, id: number, limit: number): Stretch {
  const newer = go("newer", id, limit);
  const alerts = newer.alerts.reverse();
  const oldest = alerts.at(-1)?.id ?? id + 1;
  return {
    alerts,
    older: go("older", oldest, 1).alerts.length > 0 ? oldest : null,
    newer: newer.hasMore ? (alerts[0]?.id ?? null) : null,
  };
}

/** Half of the page on either side of the alert, more where the other side has less. */
export function stretchAround(go: Go, id: number, limit: number): Stretch {
  const newer = go("newer", id, limit, MOST_TEXT / 2);
  const older = go("older", id + 1, limit, MOST_TEXT / 2);
  const half = Math.floor(limit / 2);
  const above = Math.min(newer.alerts.length, Math.max(half, limit - older.alerts.length));
  const below = Math.min(older.alerts.length, limit - above);
  const alerts = [...newer.alerts.slice(0, above).reverse(), ...older.alerts.slice(0, below)];
  return {
    alerts,
    older: older.hasMore || older.alerts.length > below ? (alerts.at(-1)?.id ?? null) : null,
    newer: newer.hasMore || newer.alerts.length > above ? (alerts[0]?.id ?? null) : null,
  };
}

function downFrom(go: Go, id: number, limit: number): Pick<Stretch, "alerts" | "older"> {
  const { alerts, hasMore } = go("older", id, limit);
  return { alerts, older: hasMore ? (alerts.at(-1)?.id ?? null) : null };
}
