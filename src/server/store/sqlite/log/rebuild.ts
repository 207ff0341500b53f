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
import { prepareInBulk } from "../models/in-bulk.ts";
import { prepareSave } from "../models/project.ts";
import { prepareSearchIndex } from "../models/search-index.ts";
import type { StoredEvent } from "../../engine/upcast.ts";

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
  const log = createReplay((after, memory) => {
    waiting.push({ before: null, after, memory });
    if (waiting.length === BULK) writeWaiting();
  });
  const writeWaiting = () => {
    for (const { after, memory } of waiting) save(after, memory);
    index(waiting);
    bulk(waiting.map(({ after }) => after));
    waiting = [];
  };
  let done = 0;
  for (const stored of logByAlert(tables)) {
    log.add(stored);
    done += 1;
    if (done % STEP === 0) yield { done, total, unit: "events" };
  }
  log.end();
  writeWaiting();
  return done;
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
