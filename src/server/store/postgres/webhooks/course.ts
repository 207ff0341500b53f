import { sql } from "drizzle-orm";
import { ok, type Result } from "../../../../domain/problem.ts";
import { isPauseOf, pauseReport, resumeReport } from "../../../webhooks/pause-report.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { webhookPaused, webhookReplayed, webhookResumed } from "../../engine/webhooks/audit.ts";
import { lastBefore, type Recorded } from "../../engine/webhooks/last-before.ts";
import { noEvent, noWebhook } from "../../engine/webhooks/problems.ts";
import type { By } from "../../people.ts";
import { type KeptWebhook, MOST_PENDING, type Replay, type ResumeFrom } from "../../webhooks.ts";
import type { Session } from "../connection/database.ts";
import type { WriteContext } from "../connection/write-context.ts";
import { readHead } from "../log/head.ts";
import type { Writing } from "../log/log.ts";
import { note } from "../people/audit.ts";
import { findRow, findWebhook } from "./webhook-row.ts";

export async function pauseWebhook(
  writing: Writing,
  id: number,
  by: By,
): Promise<Result<KeptWebhook>> {
  const before = await findWebhook(writing, id);
  if (before === null) return noWebhook(id);
  if (before.health.paused !== null) return ok(before);
  await writing.run(sql`update webhooks set paused = 'by-hand' where id = ${id}`);
  const at = isoTime(writing.clock());
  const report = pauseReport(before, { reason: "by-hand", at, by: by.actor });
  await writing.append([{ commands: [{ type: "Report", report }], actor: null }]);
  await note(writing, webhookPaused(before, by));
  return ok({ ...before, health: { ...before.health, paused: "by-hand" } });
}

export async function resumeWebhook(
  writing: Writing,
  id: number,
  from: ResumeFrom,
  now: number,
  by: By,
): Promise<Result<KeptWebhook>> {
  const row = await findRow(writing, id);
  if (row === undefined) return noWebhook(id);
  const position = from === "position" ? row.position : await positionOf(writing, from);
  await writing.run(
    from === "position"
      ? sql`update webhook_pending set due = ${now} where webhook = ${id} and due > ${now}`
      : sql`delete from webhook_pending where webhook = ${id}`,
  );
  await writing.run(sql`
    update webhooks set position = ${position}, failures = 0, since = ${now}, not_before = 0, paused = null
    where id = ${id}`);
  if (row.paused !== null) {
    const report = resumeReport(id, isoTime(now));
    await writing.append([{ commands: [{ type: "Report", report }], actor: null }]);
  }
  await note(writing, webhookResumed(row, from, by));
  const found = await findWebhook(writing, id);
  return found === null ? noWebhook(id) : ok(found);
}

async function positionOf(
  session: Session,
  from: Exclude<ResumeFrom, "position">,
): Promise<number> {
  const { seq: last } = await readHead(session);
  if (from === "now") return last;
  const looking = lastBefore(Date.parse(from.time), last);
  let step = looking.next();
  while (step.done !== true) {
    const found = await session.get<Recorded>(sql`
      select seq, recorded_at as at from events where seq >= ${step.value} order by seq limit 1`);
    step = looking.next(found);
  }
  return step.value;
}

export async function replayEvents(
  writing: WriteContext,
  id: number,
  replay: Replay,
  now: number,
  by: By,
): Promise<Result<number>> {
  const row = await findRow(writing, id);
  if (row === undefined) return noWebhook(id);
  const queued =
    "seq" in replay
      ? await replayOne(writing, id, replay.seq, row.position, now)
      : ok(await replayFailed(writing, id, Date.parse(replay.failedSince), now));
  if (queued.ok) await note(writing, webhookReplayed(row, replay, queued.value, by));
  return queued;
}

interface EventOf {
  readonly alert: number;
  readonly source: string;
  readonly fingerprint: string | null;
}

async function replayOne(
  session: Session,
  webhook: number,
  seq: number,
  position: number,
  now: number,
): Promise<Result<number>> {
  const event = await session.get<EventOf>(sql`
    select a.id as alert, a.source, a.fingerprint
    from events e join alerts a on a.id = e.alert_id where e.seq = ${seq}`);
  if (event === undefined) return noEvent(seq);
  // It will come to it by itself, behind those before it; and of its own pauses it is told nothing.
  if (seq > position || isPauseOf(webhook, event)) return ok(0);
  const hurried = await session.all(sql`
    update webhook_pending set due = ${now} where webhook = ${webhook} and seq = ${seq} returning 1`);
  if (hurried.length > 0) return ok(1);
  if ((await roomOf(session, webhook)) === 0) return ok(0);
  await session.run(sql`
    insert into webhook_pending (webhook, seq, alert, due, attempts)
    values (${webhook}, ${seq}, ${event.alert}, ${now}, 0)`);
  await session.run(sql`delete from webhook_given_up where webhook = ${webhook} and seq = ${seq}`);
  return ok(1);
}

async function replayFailed(
  session: Session,
  webhook: number,
  since: number,
  now: number,
): Promise<number> {
  const hurried = await session.all(sql`
    update webhook_pending set due = ${now}
    where webhook = ${webhook} and last_at >= ${since} and due > ${now} returning 1`);
  const again = await session.all(sql`
    with again as (
      delete from webhook_given_up where webhook = ${webhook} and seq in (
        select seq from webhook_given_up where webhook = ${webhook} and at >= ${since}
        order by seq limit ${await roomOf(session, webhook)}
      ) returning seq, alert
    ), queued as (
      insert into webhook_pending (webhook, seq, alert, due, attempts)
      select ${webhook}::bigint, seq, alert, ${now}::bigint, 0 from again on conflict do nothing
    ) select 1 from again`);
  return hurried.length + again.length;
}

/** How many more events may be pending. */
async function roomOf(session: Session, webhook: number): Promise<number> {
  const pending = await session.get<{ readonly all: number }>(
    sql`select count(*) as all from webhook_pending where webhook = ${webhook}`,
  );
  return Math.max(0, MOST_PENDING - (pending?.all ?? 0));
}
