import { asc, count, sql } from "drizzle-orm";
import { alerts, counts, events, labels } from "../../../../../db/sqlite/schema.ts";
import type { Alert } from "../../../../domain/alert.ts";
import type { Progress } from "../../../../domain/operation.ts";
import { evolve, type RecordedEvent } from "../../../../domain/event.ts";
import { learn, type Memory, NO_MEMORY } from "../../../../domain/memory.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";
import { inTransaction } from "../file/transaction.ts";
import type { Tables } from "../file/database.ts";
import { prepareInBulk } from "../models/in-bulk.ts";
import { prepareSave } from "../models/project.ts";
import { prepareSearchIndex } from "../models/search-index.ts";
import { type StoredEvent, upcast } from "../../engine/upcast.ts";

const CHUNK = 1_000;
/** Alerts that are written at once: rows, index of the search and labels each use the processor's caches for themselves. */
const BULK = 500;
/** Events between two looks at whether to go on. */
const STEP = 500;

/** An alert as its last event left it, and what is remembered of it. */
interface Finished {
  readonly before: null;
  readonly after: Alert;
  readonly memory: Memory;
}

/** What is wrong with the log itself, and in which event. */
export class LogFault extends Error {
  override name = "LogFault";
  readonly seq: number;
  readonly reason: string;

  constructor(seq: number, reason: string) {
    super(`Event ${seq} of the log: ${reason}.`);
    this.seq = seq;
    this.reason = reason;
  }
}

/**
 * Makes every read model anew from the log, in one transaction, and returns from how many events.
 * What is kept beside the log, leases and what is yet to be recorded, stays as it is.
 * The server must not be running: it could not write meanwhile.
 */
export function rebuild(tables: Tables): Generator<Progress, number> {
  return inTransaction(tables, rebuildWithin(tables));
}

/** The same within a transaction of the caller's. */
export function* rebuildWithin(tables: Tables): Generator<Progress, number> {
  const [row] = tables.select({ total: count() }).from(events).all();
  empty(tables);
  return yield* replay(tables, row?.total ?? 0);
}

function empty(tables: Tables): void {
  tables.delete(alerts).run();
  tables.delete(labels).run();
  tables.delete(counts).run();
  tables.run(sql`insert into search (search) values ('delete-all')`);
}

/** Alert by alert, so that each is written once, in the order in which all indexes grow best. */
function* replay(tables: Tables, total: number): Generator<Progress, number> {
  const save = prepareSave(tables);
  const index = prepareSearchIndex(tables);
  const bulk = prepareInBulk(tables);
  let waiting: Finished[] = [];
  const write = (after: Alert) => {
    waiting.push({ before: null, after, memory });
    if (waiting.length === BULK) writeWaiting();
  };
  const writeWaiting = () => {
    for (const { after, memory } of waiting) save(after, memory);
    index(waiting);
    bulk(waiting.map(({ after }) => after));
    waiting = [];
  };
  let alert: Alert | null = null;
  let memory = NO_MEMORY;
  let done = 0;
  for (const stored of logByAlert(tables)) {
    if (alert !== null && alert.id !== stored.alertId) {
      write(alert);
      alert = null;
    }
    const event: RecordedEvent = { ...stored, ...upcast(stored, sourceOf(alert, stored)) };
    if (alert !== null && event.type === "AlertForgotten")
      throw new LogFault(event.seq, "what its alert was before is still there");
    alert = evolve(alert, event);
    memory = learn(memory, event);
    if (alert === null && event.type !== "AlertForgotten")
      throw new LogFault(event.seq, "its alert was never opened");
    done += 1;
    if (done % STEP === 0) yield { done, total, unit: "events" };
  }
  if (alert !== null) write(alert);
  writeWaiting();
  return done;
}

/** An event as it lies in the file, read as far as every version says it alike. */
type LoggedEvent = StoredEvent & Pick<RecordedEvent, "seq" | "alertId" | "recordedAt">;

/** What opens an alert names its source. */
function sourceOf(alert: Alert | null, { data }: LoggedEvent): string {
  return alert?.source ?? ("source" in data ? String(data.source) : "");
}

interface EventRow extends Omit<StoredEvent, "data"> {
  readonly seq: number;
  readonly alert_id: number;
  readonly recorded_at: number;
  readonly data: string;
}

function* logByAlert(tables: Tables): Generator<LoggedEvent> {
  const next = prepareStatement<EventRow>(
    tables,
    tables
      .select()
      .from(events)
      .where(
        sql`(${events.alertId}, ${events.seq}) > (${sql.placeholder("alertId")}, ${sql.placeholder("seq")})`,
      )
      .orderBy(asc(events.alertId), asc(events.seq))
      .limit(CHUNK),
  );
  let last = { alertId: 0, seq: 0 };
  for (let chunk = next.all(last); chunk.length > 0; chunk = next.all(last)) {
    for (const { seq, alert_id: alertId, recorded_at, type, version, actor, data } of chunk) {
      const recordedAt = isoTime(recorded_at);
      last = { alertId, seq };
      yield { seq, alertId, recordedAt, type, version, actor, data: JSON.parse(data) as object };
    }
  }
}
