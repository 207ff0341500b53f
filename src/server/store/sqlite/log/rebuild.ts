import { asc, count, sql } from "drizzle-orm";
import { alerts, counts, events, labels } from "../../../../../db/sqlite/schema.ts";
import type { Alert } from "../../../../domain/alert.ts";
import type { Progress } from "../../../../domain/operation.ts";
import type { Memory } from "../../../../domain/memory.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { createReplay, type LoggedEvent } from "../../engine/replay.ts";
import { prepareStatement } from "../file/statement.ts";
import { inTransaction } from "../file/transaction.ts";
import type { Tables } from "../file/database.ts";
import { labelledBy, prepareCountInBulk, prepareLabelInBulk } from "../models/in-bulk.ts";
import { prepareSave } from "../models/project.ts";
import { prepareSearchIndex } from "../models/search-index.ts";
import type { StoredEvent } from "../../engine/upcast.ts";

/** Events that are read at once, after which it is looked whether to go on. */
const CHUNK = 500;
/** Alerts that are written at once: rows, index of the search and labels each use the processor's caches for themselves. */
const BULK = 500;

/** An alert as its last event left it, and what is remembered of it. */
export interface Derived {
  readonly before: null;
  readonly after: Alert;
  readonly memory: Memory;
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
  emptyModels(tables);
  return yield* replay(tables, row?.total ?? 0);
}

/** Takes all that is made from the log away. */
export function emptyModels(tables: Tables): void {
  tables.delete(alerts).run();
  tables.delete(labels).run();
  tables.delete(counts).run();
  tables.$client.exec("insert into search (search) values ('delete-all')");
}

function* replay(tables: Tables, total: number): Generator<Progress, number> {
  const save = prepareSave(tables);
  const index = prepareSearchIndex(tables);
  const label = prepareLabelInBulk(tables);
  const count = prepareCountInBulk(tables);
  const write = (derived: readonly Derived[]) => {
    const [first, last] = [derived.at(0), derived.at(-1)];
    if (first === undefined || last === undefined) return;
    for (const { after, memory } of derived) save(after, memory);
    index(derived);
    label(labelledBy(derived.map(({ after }) => after)));
    count(first.after.id, last.after.id);
  };
  let waiting: readonly Derived[] = [];
  let done = 0;
  for (const { derived, events } of derive(tables)) {
    waiting = [...waiting, ...derived];
    if (waiting.length >= BULK) {
      write(waiting);
      waiting = [];
    }
    done += events;
    yield { done, total, unit: "events" };
  }
  write(waiting);
  return done;
}

/**
 * What the log makes of each alert, in the order in which all indexes grow best: from so many events at a time.
 * Throws a {@link LogFault} where it cannot be.
 */
export function* derive(tables: Tables): Generator<{ derived: Derived[]; events: number }> {
  let derived: Derived[] = [];
  const replayed = createReplay((after, memory) => {
    derived.push({ before: null, after, memory });
  });
  for (const logged of logByAlert(tables)) {
    for (const stored of logged) replayed.add(stored);
    yield { derived, events: logged.length };
    derived = [];
  }
  replayed.end();
  yield { derived, events: 0 };
}

interface EventRow extends Omit<StoredEvent, "data"> {
  readonly seq: number;
  readonly alert_id: number;
  readonly recorded_at: number;
  readonly data: string;
}

function* logByAlert(tables: Tables): Generator<LoggedEvent[]> {
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
    yield chunk.map(({ seq, alert_id: alertId, recorded_at, type, version, actor, data }) => {
      const recordedAt = isoTime(recorded_at);
      last = { alertId, seq };
      return { seq, alertId, recordedAt, type, version, actor, data: JSON.parse(data) as object };
    });
  }
}
