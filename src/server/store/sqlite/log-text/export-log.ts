import { existsSync, realpathSync } from "node:fs";
import { asc, count, gte, min, eq, sql } from "drizzle-orm";
import { events } from "../../../../../db/sqlite/schema.ts";
import type { EventType } from "../../../../domain/event.ts";
import type { Progress } from "../../../../domain/operation.ts";
import {
  type Exported,
  type ExportEvent,
  type Part,
  queryOf,
} from "../../../../protocol/export.ts";
import { composeExport, type ExportStep, headerOf } from "../../engine/log-text/compose.ts";
import { writeExport } from "../../engine/log-text/export-file.ts";
import type { Wanted } from "../../engine/log-text/wanted.ts";
import { openForReading, type Tables } from "../file/database.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { asRefusal } from "../file/refusal.ts";
import { prepareStatement } from "../file/statement.ts";
import { prepareFloor } from "../log/forget.ts";
import { prepareRemoved } from "../log/removed.ts";
import { addFilterFunctions } from "../queries/filter-functions.ts";
import { wantedAlerts } from "./wanted.ts";

/** How long (ms) it waits for a database that another process holds. */
const BUSY_TIMEOUT = 5_000;
/** Pages that a connection keeps (KiB): each is read once. */
const CACHE_KIB = 2_048;
/** Events that are passed between two looks at whether to go on, where none of them is wanted. */
const STEP = 20_000;

export interface ExportOptions {
  /** The database. */
  readonly file: string;
  readonly part: Part;
}

/**
 * Reads the log of a database, or a part of it, as it is at one moment, beside whoever writes it. It holds up
 * the thread that takes its steps, and what is written meanwhile stays in the log beside the database until it ends.
 * What is the file's fault is a Refusal.
 */
export function* exportLog(options: ExportOptions): Generator<ExportStep, Exported> {
  try {
    return yield* read(options);
  } catch (error) {
    throw asRefusal(error);
  }
}

function* read({ file, part }: ExportOptions): Generator<ExportStep, Exported> {
  const tables = openForReading(file, BUSY_TIMEOUT, CACHE_KIB);
  addFilterFunctions(tables);
  const db = tables.$client;
  try {
    db.exec("begin");
    return yield* compose(tables, part);
  } finally {
    db.close();
  }
}

function* compose(tables: Tables, part: Part): Generator<ExportStep, Exported> {
  const wanted = queryOf(part) === null ? null : wantedAlerts(tables, part);
  const from = wanted === null ? 0 : firstEventOf(tables, wanted);
  const state = { floor: prepareFloor(tables)(), removed: prepareRemoved(tables).last() };
  const text = composeExport(headerOf(part, state));
  const total = tables.select({ total: count() }).from(events).where(gte(events.seq, from)).get();
  const progress = (done: number): Progress => ({ done, total: total?.total ?? 0, unit: "events" });
  let done = 0;
  for (const event of logFrom(tables, from)) {
    done += 1;
    const frame = wanted?.has(event.alertId) === false ? null : text.add(event);
    if (frame !== null || done % STEP === 0) yield { frame, progress: progress(done) };
  }
  yield { frame: text.end(), progress: progress(done) };
  return text.written();
}

/** Where the log begins to tell of any of them; beyond its end where there are none. */
function firstEventOf(tables: Tables, wanted: Wanted): number {
  const first = wanted.first();
  if (first === null) return Number.MAX_SAFE_INTEGER;
  const opening = tables
    .select({ seq: min(events.seq) })
    .from(events)
    .where(eq(events.alertId, first))
    .get();
  return opening?.seq ?? 0;
}

interface EventRow {
  readonly seq: number;
  readonly alert_id: number;
  readonly type: EventType;
  readonly version: number;
  readonly recorded_at: number;
  readonly actor: string;
  readonly data: string;
}

function* logFrom(tables: Tables, from: number): Generator<ExportEvent> {
  const rows = prepareStatement<EventRow>(
    tables,
    tables
      .select()
      .from(events)
      .where(gte(events.seq, sql.placeholder("from")))
      .orderBy(asc(events.seq)),
  );
  for (const { seq, alert_id: alertId, type, version, recorded_at, actor, data } of rows.each({
    from,
  })) {
    const recordedAt = isoTime(recorded_at);
    yield { seq, alertId, type, version, recordedAt, actor, data: JSON.parse(data) as object };
  }
}

/** Writes an export into a file. Throws one line where that is the database itself, or its disk is full. */
export function exportTo(options: ExportOptions, to: string): AsyncGenerator<Progress, Exported> {
  if (existsSync(to) && realpathSync(to) === realpathSync(options.file))
    throw new Error(`${to} is the database itself: an export needs a file of its own.`);
  return writeExport(exportLog(options), to);
}
