import { and, asc, count, eq, gte, isNotNull, lt, sql } from "drizzle-orm";
import {
  alerts,
  events,
  webhookGivenUp,
  webhookPending,
  webhooks,
} from "../../../../../db/sqlite/schema.ts";
import { ok, type Result } from "../../../../domain/problem.ts";
import { isPauseOf, pauseReport, resumeReport } from "../../../webhooks/pause-report.ts";
import type { By } from "../../people.ts";
import { type KeptWebhook, MOST_PENDING, type Replay, type ResumeFrom } from "../../webhooks.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { webhookPaused, webhookReplayed, webhookResumed } from "../../engine/webhooks/audit.ts";
import { lastBefore } from "../../engine/webhooks/last-before.ts";
import { noEvent, noWebhook } from "../../engine/webhooks/problems.ts";
import { prepareLastEvent } from "../log/append.ts";
import { prepareNote } from "../people/audit.ts";
import type { WriteContext } from "../writes.ts";
import { prepareFindRow, prepareFindWebhooks } from "./webhook-row.ts";

/** Of a webhook, by whoever that is. */
interface OfWebhook {
  readonly id: number;
  readonly by: By;
}

export function preparePauseWebhook(writing: WriteContext) {
  const { tables, log } = writing;
  const note = prepareNote(writing);
  const { webhook: find } = prepareFindWebhooks(tables);
  return ({ id, by }: OfWebhook): Result<KeptWebhook> => {
    const before = find(id);
    if (before === null) return noWebhook(id);
    if (before.health.paused !== null) return ok(before);
    tables.update(webhooks).set({ paused: "by-hand" }).where(eq(webhooks.id, id)).run();
    const at = isoTime(writing.clock());
    const report = pauseReport(before, { reason: "by-hand", at, by: by.actor });
    log.append({ commands: [{ type: "Report", report }], actor: null });
    note(webhookPaused(before, by));
    return ok({ ...before, health: { ...before.health, paused: "by-hand" } });
  };
}

interface Resume extends OfWebhook {
  readonly from: ResumeFrom;
  readonly now: number;
}

export function prepareResumeWebhook(writing: WriteContext) {
  const { tables, log } = writing;
  const note = prepareNote(writing);
  const find = prepareFindRow(tables);
  const { webhook: findShown } = prepareFindWebhooks(tables);
  const lastEvent = prepareLastEvent(tables);

  function positionOf(from: ResumeFrom, stood: number): number {
    if (from === "position") return stood;
    if (from === "now") return lastEvent.get()?.seq ?? 0;
    return lastRecordedBefore(tables, Date.parse(from.time), lastEvent.get()?.seq ?? 0);
  }

  return ({ id, from, now, by }: Resume): Result<KeptWebhook> => {
    const row = find(id);
    if (row === undefined) return noWebhook(id);
    const position = positionOf(from, row.position);
    if (from !== "position")
      tables.delete(webhookPending).where(eq(webhookPending.webhook, id)).run();
    else
      tables
        .update(webhookPending)
        .set({ due: now })
        .where(and(eq(webhookPending.webhook, id), sql`${webhookPending.due} > ${now}`))
        .run();
    tables
      .update(webhooks)
      .set({ position, failures: 0, since: now, notBefore: 0, paused: null })
      .where(eq(webhooks.id, id))
      .run();
    if (row.paused !== null) {
      const report = resumeReport(id, isoTime(now));
      log.append({ commands: [{ type: "Report", report }], actor: null });
    }
    note(webhookResumed(row, from, by));
    const found = findShown(id);
    return found === null ? noWebhook(id) : ok(found);
  };
}

function lastRecordedBefore(tables: Tables, time: number, last: number): number {
  const at = tables
    .select({ seq: events.seq, recordedAt: events.recordedAt })
    .from(events)
    .where(gte(events.seq, sql.placeholder("seq")))
    .orderBy(asc(events.seq))
    .limit(1)
    .prepare();
  const looking = lastBefore(time, last);
  let step = looking.next();
  while (step.done !== true) {
    const found = at.get({ seq: step.value });
    step = looking.next(found && { seq: found.seq, at: Date.parse(found.recordedAt) });
  }
  return step.value;
}

interface Replayed extends OfWebhook {
  readonly replay: Replay;
  readonly now: number;
}

export function prepareReplayEvents(writing: WriteContext) {
  const { tables } = writing;
  const note = prepareNote(writing);
  const find = prepareFindRow(tables);
  return ({ id, replay, now, by }: Replayed): Result<number> => {
    const row = find(id);
    if (row === undefined) return noWebhook(id);
    const queued =
      "seq" in replay
        ? replayOne(tables, id, replay.seq, row.position, now)
        : ok(replayFailed(tables, id, Date.parse(replay.failedSince), now));
    if (!queued.ok) return queued;
    note(webhookReplayed(row, replay, queued.value, by));
    return queued;
  };
}

function replayOne(
  tables: Tables,
  webhook: number,
  seq: number,
  position: number,
  now: number,
): Result<number> {
  const event = tables
    .select({ alert: events.alertId, source: alerts.source, fingerprint: alerts.fingerprint })
    .from(events)
    .innerJoin(alerts, eq(alerts.id, events.alertId))
    .where(eq(events.seq, seq))
    .get();
  if (event === undefined) return noEvent(seq);
  // It will come to it by itself, behind those before it; and of its own pauses it is told nothing.
  if (seq > position || isPauseOf(webhook, event)) return ok(0);
  const { changes: hurried } = tables
    .update(webhookPending)
    .set({ due: now })
    .where(and(eq(webhookPending.webhook, webhook), eq(webhookPending.seq, seq)))
    .run();
  if (hurried > 0) return ok(hurried);
  if (roomOf(tables, webhook) === 0) return ok(0);
  tables
    .insert(webhookPending)
    .values({ webhook, seq, alert: event.alert, due: now, attempts: 0 })
    .run();
  tables
    .delete(webhookGivenUp)
    .where(and(eq(webhookGivenUp.webhook, webhook), eq(webhookGivenUp.seq, seq)))
    .run();
  return ok(1);
}

function replayFailed(tables: Tables, webhook: number, since: number, now: number): number {
  const { changes: hurried } = tables
    .update(webhookPending)
    .set({ due: now })
    .where(
      and(
        eq(webhookPending.webhook, webhook),
        isNotNull(webhookPending.lastAt),
        gte(webhookPending.lastAt, since),
        sql`${webhookPending.due} > ${now}`,
      ),
    )
    .run();
  const again = tables
    .select({ seq: webhookGivenUp.seq, alert: webhookGivenUp.alert })
    .from(webhookGivenUp)
    .where(and(eq(webhookGivenUp.webhook, webhook), gte(webhookGivenUp.at, since)))
    .orderBy(asc(webhookGivenUp.seq))
    .limit(roomOf(tables, webhook))
    .all();
  for (const { seq, alert } of again) {
    tables
      .insert(webhookPending)
      .values({ webhook, seq, alert, due: now, attempts: 0 })
      .onConflictDoNothing()
      .run();
  }
  const last = again.at(-1);
  if (last !== undefined)
    tables
      .delete(webhookGivenUp)
      .where(
        and(
          eq(webhookGivenUp.webhook, webhook),
          gte(webhookGivenUp.at, since),
          lt(webhookGivenUp.seq, last.seq + 1),
        ),
      )
      .run();
  return hurried + again.length;
}

/** How many more events may be pending. */
function roomOf(tables: Tables, webhook: number): number {
  const pending = tables
    .select({ all: count() })
    .from(webhookPending)
    .where(eq(webhookPending.webhook, webhook))
    .get();
  return Math.max(0, MOST_PENDING - (pending?.all ?? 0));
}
