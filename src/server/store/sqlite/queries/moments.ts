import { and, asc, desc, eq, lt, lte, sql } from "drizzle-orm";
import { events } from "../../../../../db/sqlite/schema.ts";
import type { Alert } from "../../../../domain/alert.ts";
import { evolve, type RecordedEvent } from "../../../../domain/event.ts";
import { bytesOf, createMomentMemory, MOST_BYTES } from "../../engine/moment-memory.ts";
import type { Moment, Moments } from "../../moments.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";
import { type EventRow, prepareEvents, readEvent } from "./events.ts";

/** Reads events with the alert before and after each, made anew from the log. */
export function prepareMoments(tables: Tables) {
  const eventsAfter = prepareEvents(tables);
  const find = prepareStatement<EventRow>(
    tables,
    tables
      .select()
      .from(events)
      .where(eq(events.seq, sql.placeholder("seq"))),
  );
  const lastBefore = prepareStatement<{ readonly seq: number }>(
    tables,
    tables
      .select({ seq: events.seq })
      .from(events)
      .where(
        and(eq(events.alertId, sql.placeholder("alert")), lt(events.seq, sql.placeholder("seq"))),
      )
      .orderBy(desc(events.seq))
      .limit(1),
  );
  const upTo = prepareStatement<EventRow>(
    tables,
    tables
      .select()
      .from(events)
      .where(
        and(eq(events.alertId, sql.placeholder("alert")), lte(events.seq, sql.placeholder("seq"))),
      )
      .orderBy(asc(events.seq)),
  );
  /** By the event that left them so. */
  const known = createMomentMemory();

  function before({
    type,
    seq,
    alertId,
  }: Pick<RecordedEvent, "type" | "seq" | "alertId">): Alert | null {
    if (type === "AlertOpened") return null;
    const last = lastBefore.get({ alert: alertId, seq })?.seq;
    if (last === undefined) return null;
    const found = known.get(last);
    if (found !== undefined) return found;
    let alert: Alert | null = null;
    for (const row of upTo.each({ alert: alertId, seq: last })) {
      alert = evolve(alert, readEvent(row, alert?.source ?? ""));
    }
    return alert;
  }

  /** Null where the event has removed its alert for good. */
  function momentOf(event: RecordedEvent, was = before(event)): Moment | null {
    const after = known.get(event.seq) ?? evolve(was, event);
    if (after === null) return null;
    known.set(event.seq, after);
    return { event, before: was, after };
  }

  /** As {@link MomentReader} says. */
  function after(seq: number, limit: number, isWanted: (event: RecordedEvent) => boolean): Moments {
    return tables.$client.transaction(() => {
      const moments: Moment[] = [];
      let left = MOST_BYTES;
      let to = seq;
      for (const event of eventsAfter(seq, limit)) {
        const moment = isWanted(event) ? momentOf(event) : null;
        left -= moment === null ? 0 : bytesOf(moment);
        if (left < 0 && moments.length > 0) break;
        if (moment !== null) moments.push(moment);
        to = event.seq;
      }
      return { moments, to };
    })();
  }

  function at(seq: number): Moment | null {
    return tables.$client.transaction(() => {
      const row = find.get({ seq });
      if (row === undefined) return null;
      const was = before({ type: row.type, seq, alertId: row.alert_id });
      return momentOf(readEvent(row, was?.source ?? ""), was);
    })();
  }

  return { after, at };
}
