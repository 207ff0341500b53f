import { constants, copyFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import * as v from "valibot";
import type { Alert } from "../../../../domain/alert.ts";
import { searchedOf } from "../../../../domain/search.ts";
import { type Tables, tablesOf } from "../file/database.ts";
import { LogFault } from "../../engine/replay.ts";
import { derive } from "../log/rebuild.ts";
import { type Labelled, labelledBy } from "../models/in-bulk.ts";
import { prepareSave } from "../models/project.ts";
import type { SearchText } from "../models/search-index.ts";
import { writeInBulk } from "./bulk.ts";

/** An event as it lies in the file, but for its data. */
export type EventHead = readonly [
  seq: number,
  alertId: number,
  type: string,
  version: number,
  recordedAt: number,
  actor: string,
];

/** Some events, as texts: between threads they would be cloned value by value, which takes several times as long. */
export interface EventTexts {
  /** JSON of the {@link EventHead} of each. */
  readonly heads: string;
  /** What each says, as JSON in a line. */
  readonly data: string;
}

/** What the thread is to do next: all that is to be written, that this was all, and then to derive until it says that it is done. */
export type ToLogThread =
  | ({ readonly type: "write" } & EventTexts)
  | { readonly type: "end" }
  | { readonly type: "derive" };

/** Its answers come in the order of the questions. */
export type FromLogThread =
  /** After the end of the log it is whole, and nobody but whoever asks has the database open. */
  | { readonly type: "written" }
  | {
      readonly type: "derived";
      /** From so many events. */
      readonly events: number;
      readonly texts: readonly SearchText[];
      readonly labelled: readonly Labelled[];
    }
  /** No more comes: what is asked for next are the indexes. */
  | { readonly type: "indexing" }
  /** The file of the alerts is whole and closed, too. */
  | { readonly type: "done" }
  | { readonly type: "fault"; readonly line: number; readonly reason: string };

/** Events in one answer: of more alerts at once, more have a label in common. */
const EVENTS = 10_000;
/** But no more than this many characters to be found, since one alert may have as many as thousands of others. */
const CHARACTERS = 4_194_304;

const dataSchema = v.object({
  /** The database that the log is written into. */
  file: v.string(),
  beside: v.object({ log: v.string(), alerts: v.string() }),
  /** The table of the alerts with its indexes, as the database has them. */
  schema: v.array(v.object({ type: v.picklist(["table", "index"]), sql: v.string() })),
});
const { file, beside, schema } = v.parse(dataSchema, workerData);
const port = parentPort;
if (port === null) throw new Error("The log is written by a thread only.");

const log = new Database(file);
writeInBulk(log);
log.exec("begin");
// Its index grows at its end.
const insert = log.prepare<[...EventHead, string | undefined]>(
  "insert into events (seq, alert_id, type, version, recorded_at, actor, data) values (?, ?, ?, ?, ?, ?, ?)",
);
const derivedAlerts = deriveAll();

port.on("message", (question: ToLogThread) => port.postMessage(answerTo(question)));

function answerTo(question: ToLogThread): FromLogThread {
  switch (question.type) {
    case "write":
      write(question);
      return { type: "written" };
    case "end":
      log.exec("commit");
      log.close();
      // SQLite lets nobody read a file while another writes it, which whoever asks now does. The system copies one in a
      // tenth of the time of its rows.
      copyFileSync(file, beside.log, constants.COPYFILE_FICLONE);
      return { type: "written" };
    case "derive":
      return derivedAlerts.next().value;
    default:
      return question satisfies never;
  }
}

function write({ heads, data }: EventTexts): void {
  const said = data.split("\n");
  for (const [at, head] of (JSON.parse(heads) as EventHead[]).entries())
    insert.run(...head, said[at]);
}

/** Goes on being done, for whoever asks ahead. */
function* deriveAll(): Generator<FromLogThread, never> {
  const db = new Database(beside.alerts);
  const tables = tablesOf(db);
  writeInBulk(db);
  db.prepare("attach ? as log").run(beside.log);
  db.exec("begin");
  for (const { type, sql } of schema) if (type === "table") db.exec(sql);
  try {
    yield* deriveAlerts(tables);
    yield { type: "indexing" };
    // Sorted at once they cost half of what they do row by row.
    for (const { type, sql } of schema) if (type === "index") db.exec(sql);
  } catch (error) {
    const fault = faultOf(db, error);
    if (fault === null) throw error;
    for (;;) yield fault;
  }
  db.exec("commit");
  db.close();
  for (;;) yield { type: "done" };
}

/** Writes each alert, and tells what else is to be kept of it. */
function* deriveAlerts(tables: Tables): Generator<FromLogThread, void> {
  const save = prepareSave(tables);
  let texts: SearchText[] = [];
  let labels: Pick<Alert, "id" | "labels">[] = [];
  let characters = 0;
  let events = 0;
  const take = (): FromLogThread => {
    const taken = { type: "derived" as const, events, texts, labelled: labelledBy(labels) };
    texts = [];
    labels = [];
    characters = 0;
    events = 0;
    return taken;
  };
  for (const step of derive(tables)) {
    for (const { after, memory } of step.derived) {
      save(after, memory);
      const text = searchedOf(after);
      texts.push([after.id, text]);
      labels.push({ id: after.id, labels: after.labels });
      characters += text.length;
      if (characters >= CHARACTERS) yield take();
    }
    events += step.events;
    if (events >= EVENTS) yield take();
  }
  yield take();
}

/** What is wrong with the log, as a fault of the line that the event stands in. */
function faultOf(db: Database.Database, error: unknown): FromLogThread | null {
  if (error instanceof LogFault)
    return { type: "fault", line: lineOf(db, error.seq), reason: error.reason };
  if (!(error instanceof Database.SqliteError) || !error.code.startsWith("SQLITE_CONSTRAINT"))
    return null;
  const seq = db
    .prepare(
      `select max(seq) from alerts where identity is not null and status <> 'resolved'
       group by source, fingerprint, identity having count(*) > 1 order by 1`,
    )
    .pluck()
    .get();
  if (seq === undefined) return null;
  const reason = "another alert of its source, fingerprint and labels is open";
  return { type: "fault", line: lineOf(db, Number(seq)), reason };
}

/** The header stands in the first. */
function lineOf(db: Database.Database, seq: number): number {
  return 1 + Number(db.prepare("select count(*) from events where seq <= ?").pluck().get(seq));
}
