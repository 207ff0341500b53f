import "server-only";
import type { Alert } from "../../domain/alert.ts";

/** How much goes into one frame, one read of the log, or memory. */
export interface Room {
  readonly rows: number;
  readonly bytes: number;
}

const texts = new WeakMap<Alert, string>();

/** An alert as it is written in frames: once, however many frames it goes into. */
export function textOf(alert: Alert): string {
  const known = texts.get(alert);
  if (known !== undefined) return known;
  const text = JSON.stringify(alert);
  texts.set(alert, text);
  return text;
}

/** Of an alert that is gone, nothing but its id is told. */
export function bytesOf(alert: Alert | null): number {
  return alert === null ? 0 : Buffer.byteLength(textOf(alert));
}

/** How many of the alerts fit, from the first on. At least one does, so that nothing is stuck. */
export function fitting(alerts: Iterable<Alert | null>, { rows, bytes }: Room): number {
  let count = 0;
  let used = 0;
  for (const alert of alerts) {
    used += bytesOf(alert);
    if (count > 0 && (count >= rows || used > bytes)) break;
    count += 1;
  }
  return count;
}
