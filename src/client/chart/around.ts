import type { Alert } from "../../domain/alert.ts";
import type { Stretch } from "./series.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
/** So much (ms) is shown at least, and before the alert was opened. */
const LEAST = 3 * DAY;
const BEFORE = 2 * DAY;
/** So much (ms) of what came after is shown. */
const AFTER = DAY / 2;
/** No more (ms) is shown of an alert that has been open for long: its end. */
const MOST = 35 * DAY;
/** While an alert is open, there is more to see as often (ms) as that. */
const STEP = 5 * MINUTE;

/** The time to be shown of an alert: what was usual before it, all of it, and how it went on. */
export function stretchAround(
  { startedAt, resolvedAt }: Pick<Alert, "startedAt" | "resolvedAt">,
  now: number,
): Stretch {
  const present = Math.ceil(now / STEP) * STEP;
  const start = Date.parse(startedAt);
  const to = resolvedAt === null ? present : Math.min(Date.parse(resolvedAt) + AFTER, present);
  const from = Math.min(start - BEFORE, to - LEAST);
  return { from: Math.max(from, to - MOST), to };
}
