import { type SQL, sql } from "drizzle-orm";
import { webhookPending } from "../../../../../db/postgres/webhooks.ts";
import type { WebhookAttempt } from "../../../../protocol/webhooks.ts";
import { pauseReport } from "../../../webhooks/pause-report.ts";
import type { After } from "../../../webhooks/schedule.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { type AttemptRow, readAttempt } from "../../engine/webhooks/attempt-row.ts";
import { settled } from "../../engine/webhooks/health.ts";
import {
  KEPT_ATTEMPTS,
  KEPT_GIVEN_UP,
  type Move,
  type NewAttempt,
  type Settlement,
} from "../../webhooks.ts";
import type { Session } from "../connection/database.ts";
import type { Writing } from "../log/log.ts";
import { recordsOf } from "../models/records.ts";
import { findRow } from "./webhook-row.ts";

export async function route(
  session: Session,
  moves: readonly Move[],
  now: number,
): Promise<boolean[]> {
  const moved = await session.all<{ readonly id: number }>(sql`
    update webhooks w set position = m."to"
    from json_to_recordset(${JSON.stringify(moves)}::json) m (webhook bigint, "from" bigint, "to" bigint)
    where w.id = m.webhook and w.position = m."from" returning w.id`);
  const ids = new Set(moved.map(({ id }) => id));
  const pending = moves
    .filter(({ webhook }) => ids.has(webhook))
    .flatMap(({ webhook, events }) =>
      events.map(({ seq, alert }) => ({ webhook, seq, alert, due: now, attempts: 0 })),
    );
  if (pending.length > 0) {
    await session.run(sql`
      insert into webhook_pending select * from ${recordsOf(webhookPending, pending)}
      on conflict do nothing`);
  }
  return moves.map(({ webhook }) => ids.has(webhook));
}

/** One after the other: each is judged on what those before it left. */
export async function settle(
  writing: Writing,
  settlements: readonly Settlement[],
): Promise<(After | null)[]> {
  const afters: (After | null)[] = [];
  for (const settlement of settlements) afters.push(await settleOne(writing, settlement));
  return afters;
}

/** In as few statements as it can: whoever posts an alert waits for them. */
async function settleOne(writing: Writing, settlement: Settlement): Promise<After | null> {
  const { webhook: id, attempt, now } = settlement;
  const row = await findRow(writing, id);
  if (row === undefined) return null;
  const { after, lastFailureAt, nextAt, pausedBy } = settled(row, settlement);
  const { failures, lastSuccessAt, notBefore, paused } = after.health;
  await writing.run(sql`
    with health as (
      update webhooks
      set failures = ${failures}, last_success_at = ${lastSuccessAt}, last_failure_at = ${lastFailureAt},
        not_before = ${notBefore}, paused = ${paused}
      where id = ${id}
    ), ${ended(settlement, after)}, ${keeping(id, attempt, nextAt, now)}`);
  if (after.next.type === "given-up") await forgetGivenUp(writing, id);
  if (pausedBy !== null) {
    const report = pauseReport(row, { reason: pausedBy, at: isoTime(now), by: null });
    await writing.append([{ commands: [{ type: "Report", report }], actor: null }]);
  }
  return after;
}

/** Ends what is pending, or delays it; of a receiver that is back, nothing else waits any longer. */
function ended(
  { webhook: id, seq, ended: { attempt, firstAt }, now }: Settlement,
  after: After,
): SQL {
  const ofEvent = sql`webhook = ${id} and seq = ${seq}`;
  const { next, isBack } = after;
  switch (next.type) {
    case "done": {
      const others = sql`webhook = ${id} and seq <> ${seq} and due > ${now}`;
      const hurried = sql`hurried as (update webhook_pending set due = ${now} where ${others})`;
      const removed = sql`removed as (delete from webhook_pending where ${ofEvent})`;
      return isBack ? sql`${removed}, ${hurried}` : removed;
    }
    case "retry":
      return sql`delayed as (
        update webhook_pending
        set due = ${next.due}, attempts = ${attempt}, first_at = ${firstAt}, last_at = ${now}
        where ${ofEvent}
      )`;
    case "given-up":
      return sql`removed as (
        delete from webhook_pending where ${ofEvent} returning *
      ), given_up as (
        insert into webhook_given_up (webhook, seq, alert, at)
        select webhook, seq, alert, ${now} from removed
        on conflict (webhook, seq) do update set at = excluded.at
      )`;
    default:
      return next satisfies never;
  }
}

async function forgetGivenUp(session: Session, id: number): Promise<void> {
  await session.run(sql`
    delete from webhook_given_up where webhook = ${id} and seq <= (
      select seq from webhook_given_up where webhook = ${id}
      order by seq desc limit 1 offset ${KEPT_GIVEN_UP}
    )`);
}

export async function drop(session: Session, id: number, seq: number): Promise<null> {
  await session.run(sql`delete from webhook_pending where webhook = ${id} and seq = ${seq}`);
  return null;
}

export async function noteAttempt(
  session: Session,
  id: number,
  attempt: NewAttempt,
): Promise<WebhookAttempt | null> {
  if ((await findRow(session, id)) === undefined) return null;
  const row = await session.get<AttemptRow>(sql`with ${keeping(id, attempt, null, attempt.at)}`);
  if (row === undefined) throw new Error("The attempt got no number.");
  return readAttempt({ ...row, title: null });
}

/** Keeps an attempt, and forgets those that are too many with it or too old: the end of a statement. */
function keeping(webhook: number, attempt: NewAttempt, nextAt: number | null, now: number): SQL {
  return sql`forgotten as (
      delete from webhook_attempts where webhook = ${webhook} and (
        at < ${now - KEPT_ATTEMPTS.time} or id <= (
          select id from webhook_attempts where webhook = ${webhook}
          order by id desc limit 1 offset ${KEPT_ATTEMPTS.count - 1}
        )
      )
    )
    insert into webhook_attempts (webhook, event_seq, type, alert_id, attempt, at, status, ms, outcome, reason,
      address, excerpt, next_at)
    values (${webhook}, ${attempt.eventSeq}, ${attempt.type}, ${attempt.alertId}, ${attempt.attempt}, ${attempt.at},
      ${attempt.status}, ${attempt.ms}, ${attempt.outcome}, ${attempt.reason}, ${attempt.address},
      ${attempt.excerpt}, ${nextAt})
    returning *`;
}
