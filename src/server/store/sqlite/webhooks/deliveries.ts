import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import {
  alerts,
  webhookAttempts,
  webhookGivenUp,
  webhookPending,
  webhooks,
} from "../../../../../db/sqlite/schema.ts";
import type { WebhookAttempt } from "../../../../protocol/webhooks.ts";
import { pauseReport } from "../../../webhooks/pause-report.ts";
import type { After } from "../../../webhooks/schedule.ts";
import { type AttemptRow, readAttempt, type TitledRow } from "../../engine/webhooks/attempt-row.ts";
import { settled } from "../../engine/webhooks/health.ts";
import {
  KEPT_ATTEMPTS,
  KEPT_GIVEN_UP,
  type Move,
  type NewAttempt,
  type Settlement,
} from "../../webhooks.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";
import type { WriteContext } from "../writes.ts";
import { prepareFindRow } from "./webhook-row.ts";

interface Routed {
  readonly moves: readonly Move[];
  readonly now: number;
}

export function prepareRoute({ tables }: WriteContext) {
  const move = prepareStatement<{ readonly id: number }>(
    tables,
    tables
      .update(webhooks)
      .set({ position: sql`${sql.placeholder("to")}` })
      .where(
        and(
          eq(webhooks.id, sql.placeholder("webhook")),
          eq(webhooks.position, sql.placeholder("from")),
        ),
      )
      .returning({ id: webhooks.id }),
  );
  const insert = prepareStatement(
    tables,
    tables
      .insert(webhookPending)
      .values({
        webhook: sql.placeholder("webhook"),
        seq: sql.placeholder("seq"),
        alert: sql.placeholder("alert"),
        due: sql.placeholder("now"),
        attempts: 0,
      })
      .onConflictDoNothing(),
  );
  return ({ moves, now }: Routed): boolean[] =>
    moves.map(({ webhook, from, to, events }) => {
      if (move.get({ webhook, from, to }) === undefined) return false;
      for (const { seq, alert } of events) insert.run({ webhook, seq, alert, now });
      return true;
    });
}

export function prepareSettle(writing: WriteContext) {
  const { tables, log } = writing;
  const find = prepareFindRow(tables);
  const keep = prepareKeepAttempt(writing);
  const end = prepareEnd(writing);
  const saveHealth = prepareStatement(
    tables,
    tables
      .update(webhooks)
      .set({
        failures: sql`${sql.placeholder("failures")}`,
        lastSuccessAt: sql`${sql.placeholder("lastSuccessAt")}`,
        lastFailureAt: sql`${sql.placeholder("lastFailureAt")}`,
        notBefore: sql`${sql.placeholder("notBefore")}`,
        paused: sql`${sql.placeholder("paused")}`,
      })
      .where(eq(webhooks.id, sql.placeholder("id"))),
  );
  const hurry = prepareStatement(
    tables,
    tables
      .update(webhookPending)
      .set({ due: sql`${sql.placeholder("now")}` })
      .where(
        and(
          eq(webhookPending.webhook, sql.placeholder("id")),
          gt(webhookPending.due, sql.placeholder("now")),
        ),
      ),
  );
  const settle = (settlement: Settlement): After | null => {
    const { webhook: id, seq, attempt, ended, now } = settlement;
    const row = find(id);
    if (row === undefined) return null;
    const { after, lastFailureAt, nextAt, pausedBy } = settled(row, settlement);
    saveHealth.run({ ...after.health, lastFailureAt, id });
    end(id, seq, after, ended, now);
    if (after.isBack) hurry.run({ id, now });
    keep(id, attempt, nextAt, now);
    if (pausedBy !== null) {
      const report = pauseReport(row, { reason: pausedBy, at: isoTime(now), by: null });
      log.append({ commands: [{ type: "Report", report }], actor: null });
    }
    return after;
  };
  return (settlements: readonly Settlement[]): (After | null)[] => settlements.map(settle);
}

/** Ends what is pending, or delays it. */
function prepareEnd({ tables }: WriteContext) {
  const ofEvent = and(
    eq(webhookPending.webhook, sql.placeholder("id")),
    eq(webhookPending.seq, sql.placeholder("seq")),
  );
  const remove = prepareStatement<{ readonly alert: number }>(
    tables,
    tables.delete(webhookPending).where(ofEvent).returning({ alert: webhookPending.alert }),
  );
  const delay = prepareStatement(
    tables,
    tables
      .update(webhookPending)
      .set({
        due: sql`${sql.placeholder("due")}`,
        attempts: sql`${sql.placeholder("attempt")}`,
        firstAt: sql`${sql.placeholder("firstAt")}`,
        lastAt: sql`${sql.placeholder("now")}`,
      })
      .where(ofEvent),
  );
  const giveUp = prepareStatement(
    tables,
    tables
      .insert(webhookGivenUp)
      .values({
        webhook: sql.placeholder("id"),
        seq: sql.placeholder("seq"),
        alert: sql.placeholder("alert"),
        at: sql.placeholder("now"),
      })
      .onConflictDoUpdate({
        target: [webhookGivenUp.webhook, webhookGivenUp.seq],
        set: { at: sql`excluded.at` },
      }),
  );
  const forget = prepareStatement(
    tables,
    tables
      .delete(webhookGivenUp)
      .where(
        and(
          eq(webhookGivenUp.webhook, sql.placeholder("id")),
          sql`${webhookGivenUp.seq} <= (select seq from ${webhookGivenUp} where webhook = ${sql.placeholder("id")} order by seq desc limit 1 offset ${KEPT_GIVEN_UP})`,
        ),
      ),
  );
  return (
    id: number,
    seq: number,
    { next }: After,
    { attempt, firstAt }: Settlement["ended"],
    now: number,
  ): void => {
    switch (next.type) {
      case "done":
        remove.run({ id, seq });
        return;
      case "retry":
        delay.run({ id, seq, due: next.due, attempt, firstAt, now });
        return;
      case "given-up": {
        const removed = remove.get({ id, seq });
        if (removed === undefined) return;
        giveUp.run({ id, seq, alert: removed.alert, now });
        forget.run({ id });
        return;
      }
      default:
        next satisfies never;
    }
  };
}

export function prepareDrop({ tables }: WriteContext) {
  return ({ id, seq }: { readonly id: number; readonly seq: number }): null => {
    tables
      .delete(webhookPending)
      .where(and(eq(webhookPending.webhook, id), eq(webhookPending.seq, seq)))
      .run();
    return null;
  };
}

interface NotedAttempt {
  readonly id: number;
  readonly attempt: NewAttempt;
}

export function prepareNoteAttempt(writing: WriteContext) {
  const find = prepareFindRow(writing.tables);
  const keep = prepareKeepAttempt(writing);
  return ({ id, attempt }: NotedAttempt): WebhookAttempt | null =>
    find(id) === undefined ? null : keep(id, attempt, null, attempt.at);
}

/** Keeps an attempt, and forgets those that are too many or too old. */
function prepareKeepAttempt({ tables }: WriteContext) {
  const names = [
    "webhook",
    "eventSeq",
    "type",
    "alertId",
    "attempt",
    "at",
    "status",
    "ms",
    "outcome",
    "reason",
    "address",
    "excerpt",
    "nextAt",
  ] as const;
  const insert = prepareStatement<AttemptRow>(
    tables,
    tables
      .insert(webhookAttempts)
      .values(Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as never)
      .returning(),
  );
  const forgetMany = prepareStatement(
    tables,
    tables
      .delete(webhookAttempts)
      .where(
        and(
          eq(webhookAttempts.webhook, sql.placeholder("webhook")),
          sql`${webhookAttempts.id} <= (select id from ${webhookAttempts} where webhook = ${sql.placeholder("webhook")} order by id desc limit 1 offset ${KEPT_ATTEMPTS.count})`,
        ),
      ),
  );
  // To look at the time of each costs three times as much as all the rest: the first one tells whether any is old.
  const firstAt = prepareStatement<{ readonly at: number }>(
    tables,
    tables
      .select({ at: webhookAttempts.at })
      .from(webhookAttempts)
      .where(eq(webhookAttempts.webhook, sql.placeholder("webhook")))
      .orderBy(asc(webhookAttempts.id))
      .limit(1),
  );
  const forgetOld = prepareStatement(
    tables,
    tables
      .delete(webhookAttempts)
      .where(
        and(
          eq(webhookAttempts.webhook, sql.placeholder("webhook")),
          lt(webhookAttempts.at, sql.placeholder("oldest")),
        ),
      ),
  );
  return (webhook: number, attempt: NewAttempt, nextAt: number | null, now: number) => {
    const row = insert.get({ ...attempt, webhook, nextAt });
    if (row === undefined) throw new Error("The attempt got no number.");
    forgetMany.run({ webhook });
    const oldest = now - KEPT_ATTEMPTS.time;
    if ((firstAt.get({ webhook })?.at ?? oldest) < oldest) forgetOld.run({ webhook, oldest });
    return readAttempt({ ...row, title: null });
  };
}

/** The attempts before one of them, newest first, none that is too old. */
export function prepareReadAttempts(tables: WriteContext["tables"]) {
  const rows = prepareStatement<TitledRow>(
    tables,
    tables
      .select({ attempt: webhookAttempts, title: alerts.title })
      .from(webhookAttempts)
      .leftJoin(alerts, eq(alerts.id, webhookAttempts.alertId))
      .where(
        and(
          eq(webhookAttempts.webhook, sql.placeholder("id")),
          lt(webhookAttempts.id, sql.placeholder("before")),
          gt(webhookAttempts.at, sql.placeholder("oldest")),
        ),
      )
      .orderBy(desc(webhookAttempts.id))
      .limit(sql.placeholder("limit")),
  );
  return (id: number, before: number | null, limit: number, now: number): WebhookAttempt[] =>
    rows
      .all({
        id,
        limit,
        before: before ?? Number.MAX_SAFE_INTEGER,
        oldest: now - KEPT_ATTEMPTS.time,
      })
      .map(readAttempt);
}
