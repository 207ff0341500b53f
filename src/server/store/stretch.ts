import type { Alert } from "../../shared/alert.ts";
import type { Direction } from "./walk.ts";

/** A walk through one filter's alerts, see {@link Walk}. */
export type Go = (direction: Direction, id: number, limit: number) => Alert[];

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
  const alerts = go("older", Number.MAX_SAFE_INTEGER, limit + 1);
  return { ...firstOf(alerts, limit), newer: null };
}

export function stretchBefore(go: Go, id: number, limit: number): Stretch {
  const { alerts, older } = firstOf(go("older", id, limit + 1), limit);
  const newest = alerts[0]?.id ?? Math.max(id - 1, 0);
  return { alerts, older, newer: go("newer", newest, 1).length > 0 ? newest : null };
}

export function stretchAfter(go: Go, id: number, limit: number): Stretch {
  const newer = go("newer", id, limit + 1);
  const alerts = newer.slice(0, limit).reverse();
  const oldest = alerts.at(-1)?.id ?? id + 1;
  return {
    alerts,
    older: go("older", oldest, 1).length > 0 ? oldest : null,
    newer: newer.length > limit ? (alerts[0]?.id ?? null) : null,
  };
}

/** Half of the page on either side of the alert, more where the other side has less. */
export function stretchAround(go: Go, id: number, limit: number): Stretch {
  const newer = go("newer", id, limit + 1);
  const older = go("older", id + 1, limit + 1);
  const half = Math.floor(limit / 2);
  const above = Math.min(newer.length, Math.max(half, limit - older.length));
  const below = Math.min(older.length, limit - above);
  const alerts = [...newer.slice(0, above).reverse(), ...older.slice(0, below)];
  return {
    alerts,
    older: older.length > below ? (alerts.at(-1)?.id ?? null) : null,
    newer: newer.length > above ? (alerts[0]?.id ?? null) : null,
  };
}

/** One alert more than the page was asked for, to see whether anything lies beyond it. */
function firstOf(alerts: Alert[], limit: number): Pick<Stretch, "alerts" | "older"> {
  const page = alerts.slice(0, limit);
  return { alerts: page, older: alerts.length > limit ? (page.at(-1)?.id ?? null) : null };
}
