import {
  closeSync,
  existsSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { asc, count, gte, min, eq, sql } from "drizzle-orm";
import { events } from "../../../../../db/sqlite/schema.ts";
import type { EventType } from "../../../../domain/event.ts";
import type { Progress } from "../../../../domain/operation.ts";
import {
  EXPORT_FORMAT,
  EXPORT_VERSION,
  type Exported,
  type ExportEvent,
  type Part,
  queryOf,
} from "../../../../protocol/export.ts";
import { isForRoom } from "../backup/backup-refusal.ts";
import { syncFile, syncFolder } from "../backup/durable.ts";
import { openForReading, type Tables } from "../file/database.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { makeFolder } from "../file/private-file.ts";
import { prepareStatement } from "../file/statement.ts";
import { prepareFloor } from "../log/forget.ts";
import { prepareRemoved } from "../log/removed.ts";
import { addFilterFunctions } from "../queries/filter-functions.ts";
import { composeExport } from "./compose.ts";
import { type Wanted, wantedAlerts } from "./wanted.ts";

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

/** What is ready to be written, null where there is nothing, and how far it is. */
export interface ExportStep {
  readonly frame: Buffer | null;
  readonly progress: Progress;
}

/**
 * Reads the log of a database, or a part of it, as it is at one moment, beside whoever writes it. It holds up
 * the thread that takes its steps, and what is written meanwhile stays in the log beside the database until it ends.
 */
export function* exportLog({ file, part }: ExportOptions): Generator<ExportStep, Exported> {
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
  const query = queryOf(part);
  const wanted = query === null ? null : wantedAlerts(tables, part);
  const from = wanted === null ? 0 : firstEventOf(tables, wanted);
  const removed = query === null ? prepareRemoved(tables).last() : null;
  const text = composeExport({
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    floor: query === null ? prepareFloor(tables)() : null,
    part: query,
    ...(removed !== null && { removed }),
  });
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
function firstEventOf(tables: Tables, { first }: Wanted): number {
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

/**
 * Writes an export into a file, which gets its name when all of it is on disk. Whatever ends it, there is what
 * was there before or the whole export. Throws one line where that file is the database itself, or its disk is full.
 */
export function* exportTo(options: ExportOptions, to: string): Generator<Progress, Exported> {
  if (existsSync(to) && realpathSync(to) === realpathSync(options.file))
    throw new Error(`${to} is the database itself: an export needs a file of its own.`);
  // Else that is found out only at the end, when all has been written.
  if (existsSync(to) && statSync(to).isDirectory())
    throw new Error(`${to} is a folder: an export needs the name of a file.`);
  makeFolder(path.dirname(to));
  const partial = `${to}.${process.pid}.partial`;
  const file = openSync(partial, "w", 0o600);
  try {
    const exported = yield* writeSteps(exportLog(options), file);
    syncFile(file);
    renameSync(partial, to);
    syncFolder(path.dirname(to));
    return exported;
  } catch (error) {
    if (!isForRoom(error)) throw error;
    throw new Error(`${to} is not written: there is no room left on its disk.`, { cause: error });
  } finally {
    closeSync(file);
    rmSync(partial, { force: true });
  }
}

function* writeSteps(
  steps: Generator<ExportStep, Exported>,
  file: number,
): Generator<Progress, Exported> {
  try {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      if (step.value.frame !== null) writeFileSync(file, step.value.frame);
      yield step.value.progress;
    }
  } finally {
    steps.return(undefined as never);
  }
}
