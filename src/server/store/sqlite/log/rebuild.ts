import { asc, count, sql } from "drizzle-orm";
import { alerts, counts, events, labels } from "../../../../../db/sqlite/schema.ts";
import type { Alert } from "../../../../domain/alert.ts";
import type { Progress } from "../../../../domain/operation.ts";
import { evolve, type RecordedEvent } from "../../../../domain/event.ts";
import { learn, NO_MEMORY } from "../../../../domain/memory.ts";
import { inTransaction } from "../file/transaction.ts";
import type { Tables } from "../file/database.ts";
import { prepareProject } from "../models/project.ts";
import { prepareSearchIndex } from "../models/search-index.ts";
import { upcast } from "./upcast.ts";

const CHUNK = 5_000;
/** Events between two looks at whether to go on. */
const STEP = 500;

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
  const project = prepareProject(tables);
  const index = prepareSearchIndex(tables);
  const write = (after: Alert) => {
    const change = { before: null, after };
    project(change, memory);
    index([change]);
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
    alert = evolve(alert, event);
    memory = learn(memory, event);
    if (alert === null && event.type !== "AlertForgotten")
      throw new Error(`The log has no AlertOpened before event ${event.seq}.`);
    done += 1;
    if (done % STEP === 0) yield { done, total, unit: "events" };
  }
  if (alert !== null) write(alert);
  return done;
}

type LoggedEvent = typeof events.$inferSelect;

/** What opens an alert names its source. */
function sourceOf(alert: Alert | null, { data }: LoggedEvent): string {
  return alert?.source ?? ("source" in data ? data.source : "");
}

function* logByAlert(tables: Tables): Generator<LoggedEvent> {
  const next = tables
    .select()
    .from(events)
    .where(
      sql`(${events.alertId}, ${events.seq}) > (${sql.placeholder("alertId")}, ${sql.placeholder("seq")})`,
    )
    .orderBy(asc(events.alertId), asc(events.seq))
    .limit(CHUNK)
    .prepare();
  let last = { alertId: 0, seq: 0 };
  for (let chunk = next.all(last); chunk.length > 0; chunk = next.all(last)) {
    for (const stored of chunk) {
      yield stored;
      last = stored;
    }
  }
}
