import { sql } from "drizzle-orm";
import type { LRUCache } from "lru-cache";
import type { Alert } from "../../../../domain/alert.ts";
import type { Epoch } from "../../../../domain/cursor.ts";
import { evolve, type RecordedEvent } from "../../../../domain/event.ts";
import { bytesOf, createMomentMemory, MOST_BYTES } from "../../engine/moment-memory.ts";
import type { Moment, Moments } from "../../moments.ts";
import type { Session } from "../connection/database.ts";
import { readHead } from "../log/head.ts";
import { numbers } from "../models/records.ts";
import { EVENT_COLUMNS, type EventRow, readEvent, readEvents } from "./events.ts";

/** Events whose alerts are made anew together: each may have a lot of text. */
const TOGETHER = 50;
/** Events in one statement: an alert may have been repeated for years. */
const LARGEST = 5_000;

/** Reads events with the alert before and after each, made anew from the log. */
export function createMoments() {
  /** By the event that left them so, of one epoch: after a failover its numbers may be those of others. */
  let known = createMomentMemory();
  let knownIn: Epoch | null = null;

  async function memoryOf(session: Session): Promise<LRUCache<number, Alert>> {
    const { epoch } = await readHead(session);
    if (epoch !== knownIn) [known, knownIn] = [createMomentMemory(), epoch];
    return known;
  }

  /** As {@link MomentReader} says. */
  async function after(
    session: Session,
    seq: number,
    limit: number,
    isWanted: (event: RecordedEvent) => boolean,
  ): Promise<Moments> {
    const memory = await memoryOf(session);
    const events = await readEvents(session, seq, limit);
    const moments: Moment[] = [];
    let left = MOST_BYTES;
    let to = seq;
    for (let start = 0; start < events.length; start += TOGETHER) {
      const some = events.slice(start, start + TOGETHER);
      const found = await momentsOf(session, memory, some, some.filter(isWanted));
      for (const event of some) {
        const moment = found.get(event.seq);
        left -= moment === undefined ? 0 : bytesOf(moment);
        if (left < 0 && moments.length > 0) return { moments, to };
        if (moment !== undefined) moments.push(moment);
        to = event.seq;
      }
    }
    return { moments, to };
  }

  async function at(session: Session, seq: number): Promise<Moment | null> {
    const row = await session.get<EventRow>(sql`select ${EVENT_COLUMNS} where e.seq = ${seq}`);
    if (row === undefined) return null;
    const event = readEvent(row);
    const found = await momentsOf(session, await memoryOf(session), [event], [event]);
    return found.get(seq) ?? null;
  }

  return { after, at };
}

/** Of some events that follow each other, those that are wanted by their numbers, but for removals for good. */
async function momentsOf(
  session: Session,
  memory: LRUCache<number, Alert>,
  events: readonly RecordedEvent[],
  wanted: readonly RecordedEvent[],
): Promise<Map<number, Moment>> {
  const ids = new Set(wanted.map(({ alertId }) => alertId));
  const ofThese = events.filter(({ alertId }) => ids.has(alertId));
  const alerts = await alertsBefore(session, memory, firstOfEach(ofThese));
  const seqs = new Set(wanted.map(({ seq }) => seq));
  const moments = new Map<number, Moment>();
  for (const event of ofThese) {
    const before = event.type === "AlertOpened" ? null : (alerts.get(event.alertId) ?? null);
    const after = evolve(before, event);
    if (after === null) {
      alerts.delete(event.alertId);
      continue;
    }
    alerts.set(event.alertId, after);
    if (!seqs.has(event.seq)) continue;
    moments.set(event.seq, { event, before, after });
    memory.set(event.seq, after);
  }
  return moments;
}

function firstOfEach(events: readonly RecordedEvent[]): RecordedEvent[] {
  const firsts = new Map<number, RecordedEvent>();
  for (const event of events) if (!firsts.has(event.alertId)) firsts.set(event.alertId, event);
  return [...firsts.values()];
}

/** The alerts as they were before these events, of which each is of another alert. */
async function alertsBefore(
  session: Session,
  memory: LRUCache<number, Alert>,
  events: readonly RecordedEvent[],
): Promise<Map<number, Alert>> {
  const later = events.filter(({ type }) => type !== "AlertOpened");
  if (later.length === 0) return new Map();
  const lasts = await session.all<Last>(sql`
    select e.alert_id as alert,
      (select max(b.seq) from events b where b.alert_id = e.alert_id and b.seq < e.seq) as seq
    from events e where e.seq = any(${numbers(later.map(({ seq }) => seq))})`);
  const alerts = new Map<number, Alert>();
  for (const { alert: id, seq } of lasts) {
    if (seq === null) continue;
    const alert = memory.get(seq) ?? (await makeAnew(session, id, seq));
    if (alert !== null) alerts.set(id, alert);
  }
  return alerts;
}

/** The last event of an alert before another; null where there is none left. */
interface Last {
  readonly alert: number;
  readonly seq: number | null;
}

/** Makes an alert as it was after that event. */
async function makeAnew(session: Session, id: number, last: number): Promise<Alert | null> {
  let alert: Alert | null = null;
  for (let from = 0; ;) {
    const rows: EventRow[] = await session.all<EventRow>(sql`
      select ${EVENT_COLUMNS}
      where e.alert_id = ${id} and e.seq > ${from} and e.seq <= ${last}
      order by e.seq limit ${LARGEST}`);
    for (const row of rows) alert = evolve(alert, readEvent(row));
    from = rows.at(-1)?.seq ?? last;
    if (rows.length < LARGEST) return alert;
  }
}
