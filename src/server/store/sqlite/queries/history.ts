import { asc, and, desc, eq, gt, lt, sql } from "drizzle-orm";
import { alerts, events } from "../../../../../db/sqlite/schema.ts";
import type { Epoch } from "../../../../domain/cursor.ts";
import { fail, ok, type Result } from "../../../../domain/problem.ts";
import type { History, HistoryPlace } from "../../../../protocol/history.ts";
import { type Asking, type EventRow, type EventsAsked, historyAt } from "../../engine/history.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";

/** What has happened to an alert, at most `limit` entries of it and about so many bytes. */
export type ReadHistory = (id: number, place: HistoryPlace, limit: number) => Result<History>;

export function prepareHistory(tables: Tables, epoch: Epoch): ReadHistory {
  const ofAlert = eq(events.alertId, sql.placeholder("id"));
  const walk = (condition: ReturnType<typeof gt>, order: ReturnType<typeof asc>) =>
    prepareStatement<EventRow>(
      tables,
      tables
        .select({
          seq: events.seq,
          type: events.type,
          version: events.version,
          recordedAt: events.recordedAt,
          actor: events.actor,
          data: events.data,
        })
        .from(events)
        .where(and(ofAlert, condition))
        .orderBy(order),
    );
  const source = prepareStatement<{ readonly source: string }>(
    tables,
    tables
      .select({ source: alerts.source })
      .from(alerts)
      .where(eq(alerts.id, sql.placeholder("id"))),
  );
  const older = walk(lt(events.seq, sql.placeholder("seq")), desc(events.seq));
  const newer = walk(gt(events.seq, sql.placeholder("seq")), asc(events.seq));

  function answer(id: number, { direction, seq, take }: EventsAsked): boolean {
    const side = direction === "older" ? older : newer;
    if (take === null) return side.get({ id, seq }) !== undefined;
    for (const row of side.each({ id, seq })) if (!take(row)) break;
    return true;
  }

  function read(id: number, asking: Asking): History {
    let step = asking.next();
    while (step.done !== true) step = asking.next(answer(id, step.value));
    return step.value;
  }

  return (id, place, limit) =>
    tables.$client.transaction(() => {
      const alert = source.get({ id });
      if (alert === undefined) return fail("alert-not-found", `There is no alert ${id}.`);
      return ok(read(id, historyAt(epoch, alert.source, place, limit)));
    })();
}
