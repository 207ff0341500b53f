import type { PausedReason } from "../../../../protocol/webhooks.ts";
import { type After, afterAttempt, type Health } from "../../../webhooks/schedule.ts";
import type { Settlement } from "../../webhooks.ts";

/** How a webhook does, as it lies in its row. Times in ms since 1970. */
export interface HealthRow {
  readonly failures: number;
  readonly since: number;
  readonly last_success_at: number | null;
  readonly last_failure_at: number | null;
  readonly not_before: number;
  readonly paused: PausedReason | null;
}

export function readHealth(row: HealthRow): Health {
  return {
    failures: row.failures,
    since: row.since,
    lastSuccessAt: row.last_success_at,
    notBefore: row.not_before,
    paused: row.paused,
  };
}

/** What the end of an attempt makes of a webhook and of the event. */
export interface Settled {
  readonly after: After;
  readonly lastFailureAt: number | null;
  /** When the event is tried again; null where it is not, or not before somebody resumes the webhook. */
  readonly nextAt: number | null;
  /** Why it is paused from now on; null where it is not, or was before. */
  readonly pausedBy: PausedReason | null;
}

export function settled(row: HealthRow, { ended, now, random }: Settlement): Settled {
  const after = afterAttempt(readHealth(row), ended, now, random);
  const { health, next } = after;
  const isRetried = next.type === "retry" && health.paused === null;
  return {
    after,
    lastFailureAt: ended.outcome === "delivered" ? row.last_failure_at : now,
    // Nothing is sent while the endpoint is to be left alone.
    nextAt: isRetried ? Math.max(next.due, health.notBefore) : null,
    pausedBy: row.paused === null ? health.paused : null,
  };
}
