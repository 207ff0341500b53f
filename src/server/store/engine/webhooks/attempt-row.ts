import type { WebhookAttempt } from "../../../../protocol/webhooks.ts";
import { isoTime } from "../iso-time.ts";

/** An attempt as it lies in its row. Times in ms since 1970. */
export interface AttemptRow {
  readonly id: number;
  readonly event_seq: number | null;
  readonly type: string;
  readonly alert_id: number | null;
  readonly attempt: number;
  readonly at: number;
  readonly status: number | null;
  readonly ms: number;
  readonly outcome: WebhookAttempt["outcome"];
  readonly reason: WebhookAttempt["reason"];
  readonly address: string | null;
  readonly excerpt: string | null;
  readonly next_at: number | null;
}

/** The same beside the title of its alert, null where there is none. */
export interface TitledRow extends AttemptRow {
  readonly title: string | null;
}

export function readAttempt(row: TitledRow): WebhookAttempt {
  return {
    id: row.id,
    eventSeq: row.event_seq,
    type: row.type,
    alertId: row.alert_id,
    alertTitle: row.title,
    attempt: row.attempt,
    at: isoTime(row.at),
    status: row.status,
    ms: row.ms,
    outcome: row.outcome,
    reason: row.reason,
    address: row.address,
    excerpt: row.excerpt,
    nextAt: row.next_at === null ? null : isoTime(row.next_at),
  };
}
