import { and, asc, eq, gt, lte, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { events } from "../../../../../db/sqlite/schema.ts";
import type { Alert } from "../../../../domain/alert.ts";
import { evolve, type EventType, type RecordedEvent } from "../../../../domain/event.ts";
import type { Moment, Moments } from "../../store.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../file/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";
import { type StoredEvent, upcast } from "../log/upcast.ts";

/** Bytes of text in one answer, about. */
const MOST_BYTES = 4_194_304;
/** Alerts whose course is remembered up to a place, so that whoever reads on does not begin anew. */
const REMEMBERED = 200;

interface EventRow {
  readonly seq: number;
  readonly alert_id: number;
  readonly type: EventType;
  readonly version: number;
  readonly recorded_at: number;
  readonly actor: string;
  readonly data: string;
}

/** An alert as it was after an event. */
interface Course {
  readonly seq: number;
  readonly alert: Alert | null;
}

const BEGINNING: Course = { seq: 0, alert: null };

/** Reads events with the alert before and after each, made anew from the log. */
export function prepareMoments(tables: Tables): (seqs: readonly number[]) => Moments {
  const alertOf = prepareStatement<{ readonly alert_id: number }>(
    tables,
    tables
      .select({ alertId: events.alertId })
      .from(events)
      .where(eq(events.seq, sql.placeholder("seq"))),
  );
  const between = prepareStatement<EventRow>(
    tables,
    tables
      .select()
      .from(events)
      .where(
        and(
          eq(events.alertId, sql.placeholder("id")),
          gt(events.seq, sql.placeholder("after")),
          lte(events.seq, sql.placeholder("to")),
        ),
      )
      .orderBy(asc(events.seq)),
  );
  const courses = new LRUCache<number, Course>({ max: REMEMBERED });

  function momentOf(seq: number): Moment | null {
    const id = alertOf.get({ seq })?.alert_id;
    if (id === undefined) return null;
    const known = courses.get(id);
    let { alert, seq: after } = known !== undefined && known.seq < seq ? known : BEGINNING;
    let moment: Moment | null = null;
    for (const row of between.each({ id, after, to: seq })) {
      const event = readEvent(row, alert?.source ?? "");
      const before = alert;
      alert = evolve(before, event);
      after = row.seq;
      moment = row.seq === seq && alert !== null ? { event, before, after: alert } : null;
    }
    courses.set(id, { seq: after, alert });
    return moment;
  }

  return (seqs) =>
    tables.$client.transaction(() => {
      const moments: Moment[] = [];
      let left = MOST_BYTES;
      let to = 0;
      for (const seq of seqs) {
        const moment = momentOf(seq);
        left -= moment === null ? 0 : bytesOf(moment);
        if (left < 0 && moments.length > 0) break;
        if (moment !== null) moments.push(moment);
        to = seq;
      }
      return { moments, to };
    })();
}

function readEvent(row: EventRow, source: string): RecordedEvent {
  const { type, version, actor } = row;
  const data = JSON.parse(row.data) as StoredEvent["data"];
  return {
    ...upcast({ type, version, actor, data }, source),
    seq: row.seq,
    alertId: row.alert_id,
    recordedAt: isoTime(row.recorded_at),
  };
}

/** The texts that may be long, of all three. */
function bytesOf({ before, after }: Moment): number {
  return [before, after, after].reduce(
    (sum, alert) => sum + (alert === null ? 0 : sizeOf(alert)),
    0,
  );
}

function sizeOf({ title, description, labels, annotations }: Alert): number {
  const pairs = [...Object.entries(labels), ...Object.entries(annotations)].flat();
  return pairs.reduce((sum, text) => sum + text.length, title.length + description.length + 500);
}
