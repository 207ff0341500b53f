import Database from "better-sqlite3";
import type { Progress } from "../../../../domain/operation.ts";
import type { Tables } from "../file/database.ts";
import { LogFault } from "../../engine/replay.ts";
import { rebuildWithin } from "../log/rebuild.ts";
import { LineFault } from "../../engine/log-text/lines.ts";
import { type ReadEvent, readExport, type ReadExport } from "../../engine/log-text/read-export.ts";

/** Pages that the connection keeps (KiB). */
const CACHE_KIB = 65_536;

/**
 * Writes the log that a text has into a database without one, and makes the read models. Nothing of that is undone
 * where it ends before its end: whoever calls it throws the file away.
 */
export async function* fillDatabase(
  tables: Tables,
  text: AsyncIterable<Buffer>,
  read: () => Progress,
): AsyncGenerator<Progress, ReadExport> {
  const { $client: db } = tables;
  for (const pragma of ["journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF"])
    db.pragma(pragma);
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.exec("begin");
  const addIndexOfEvents = dropIndexes(db, "events");
  const log = yield* writeLog(tables, text, read);
  addIndexOfEvents();
  const addIndexesOfAlerts = dropIndexes(db, "alerts");
  for (const [option, value] of SEARCH_IN_BULK) setSearch(db, option, value);
  try {
    yield* rebuildWithin(tables);
    addIndexesOfAlerts();
  } catch (error) {
    throw lineOf(db, error);
  }
  for (const [option, , usual] of SEARCH_IN_BULK) setSearch(db, option, usual);
  db.exec("commit");
  return log;
}

async function* writeLog(
  tables: Tables,
  text: AsyncIterable<Buffer>,
  read: () => Progress,
): AsyncGenerator<Progress, ReadExport> {
  const insert = prepareInsert(tables);
  const lines = readExport(text);
  try {
    for (;;) {
      const step = await lines.next();
      if (step.done === true) return step.value;
      for (const event of step.value) insert(event);
      yield read();
    }
  } finally {
    await lines.return(undefined as never);
  }
}

/** As it was written elsewhere, in whatever version. */
function prepareInsert({ $client: db }: Tables): (event: ReadEvent) => void {
  const insert = db.prepare<[number, number, string, number, number, string, string]>(
    "insert into events (seq, alert_id, type, version, recorded_at, actor, data) values (?, ?, ?, ?, ?, ?, ?)",
  );
  return ({ seq, alertId, type, version, recordedAt, actor, data }) =>
    void insert.run(seq, alertId, type, version, recordedAt, actor, JSON.stringify(data));
}

/** Takes the indexes of a table away, to make them once all of it is there. */
function dropIndexes(db: Database.Database, table: string): () => void {
  const indexes = db
    .prepare<[string], { readonly name: string; readonly sql: string }>(
      "select name, sql from sqlite_schema where type = 'index' and tbl_name = ? and sql is not null",
    )
    .all(table);
  for (const { name } of indexes) db.exec(`drop index "${name}"`);
  return () => {
    for (const { sql } of indexes) db.exec(sql);
  };
}

/**
 * What the index of the search is told while all of it is made, and what it is told usually
 * (sqlite.org/fts5.html, section 6): bytes gathered before they are written, and whether what was written is merged.
 */
const SEARCH_IN_BULK = [
  ["hashsize", 4_194_304, 1_048_576],
  ["automerge", 0, 4],
  ["crisismerge", 1_000, 16],
] as const;

function setSearch(db: Database.Database, option: string, value: number): void {
  db.exec(`insert into search (search, rank) values ('${option}', ${value})`);
}

/** What is wrong with the log, as a fault of the line that the event stands in. */
function lineOf(db: Database.Database, error: unknown): unknown {
  if (error instanceof LogFault) return new LineFault(lineOfEvent(db, error.seq), error.reason);
  if (!(error instanceof Database.SqliteError) || !error.code.startsWith("SQLITE_CONSTRAINT"))
    return error;
  const seq = db
    .prepare(
      `select max(seq) from alerts where identity is not null and status <> 'resolved'
       group by source, fingerprint, identity having count(*) > 1 order by 1`,
    )
    .pluck()
    .get();
  if (seq === undefined) return error;
  const reason = "another alert of its source, fingerprint and labels is open";
  return new LineFault(lineOfEvent(db, Number(seq)), reason);
}

/** The header stands in the first. */
function lineOfEvent(db: Database.Database, seq: number): number {
  return 1 + Number(db.prepare("select count(*) from events where seq <= ?").pluck().get(seq));
}
