import type { Alert } from "../../domain/alert.ts";
import { ageWords } from "./time.ts";

/** No alert is silent before this time (ms) has passed without a word … */
const LEAST = 3_600_000;
/** … nor before so many of its usual intervals have. */
const INTERVALS = 3;
/** What names Tocsin's own alerts, of monitors and of backups: they tell changes and never repeat. */
const OWN = "tocsin";

type Seen = Pick<
  Alert,
  "source" | "status" | "deletedAt" | "receivedAt" | "lastSeenAt" | "occurrences"
>;

/**
 * Whether an open alert's source has long said nothing of it, by how often it had. What has come once
 * only has no usual interval: many sources say that it fires once, and later that it does not.
 */
export function isSilent(alert: Seen, now: number): boolean {
  const { source, status, deletedAt, receivedAt, lastSeenAt, occurrences } = alert;
  if (status === "resolved" || deletedAt !== null || source === OWN || occurrences < 2)
    return false;
  const lastSeen = Date.parse(lastSeenAt);
  const interval = (lastSeen - Date.parse(receivedAt)) / (occurrences - 1);
  return now - lastSeen >= Math.max(LEAST, INTERVALS * interval);
}

/** "silent for 4 h"; empty for what is not. */
export function silentWords(alert: Seen, now: number): string {
  return isSilent(alert, now) ? `silent for ${ageWords(alert.lastSeenAt, now)}` : "";
}
