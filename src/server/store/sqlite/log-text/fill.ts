import type { Progress } from "../../../../domain/operation.ts";
import type { Tables } from "../file/database.ts";
import { emptyModels } from "../log/rebuild.ts";
import { prepareCountInBulk, prepareLabelInOrder } from "../models/in-bulk.ts";
import { prepareSearchInBulk, raiseParts, type SearchText } from "../models/search-index.ts";
import { LineFault } from "../../engine/log-text/lines.ts";
import { type ReadEvent, readExport, type ReadExport } from "../../engine/log-text/read-export.ts";
import { writeInBulk } from "./bulk.ts";
import type { EventRow, FromLogThread } from "./log-thread.ts";
import { type Beside, type LogThread, startLogThread } from "./start-log-thread.ts";

export interface Filling {
  /** A database without a log. */
  readonly tables: Tables;
  readonly beside: Beside;
  readonly text: AsyncIterable<Buffer>;
  /** How far the text is read. */
  readonly read: () => Progress;
}

/**
 * Writes the log that a text has into a database without one, and makes the read models. Two work at it: while lines are
 * looked through here, a thread writes the events before them into a file beside; and while it derives alerts from them
 * into another, what is found by is written here, and the log is copied. Then the alerts are. Nothing of that is
 * undone where it ends before its end: whoever calls it throws the files away.
 */
export async function* fillDatabase(filling: Filling): AsyncGenerator<Progress, ReadExport> {
  const { tables, beside, text, read } = filling;
  const thread = startLogThread(beside, tables);
  try {
    writeInBulk(tables.$client);
    const log = yield* writeLog(thread, text, read);
    yield* writeFound(tables, thread, log.events);
    // While that makes the indexes of the alerts.
    adopt(tables, beside.log, "events");
    await indexed(thread);
    adopt(tables, beside.alerts, "alerts");
    prepareCountInBulk(tables)(0, Number.MAX_SAFE_INTEGER);
    return log;
  } finally {
    await thread.stop();
  }
}

async function* writeLog(
  thread: LogThread,
  text: AsyncIterable<Buffer>,
  read: () => Progress,
): AsyncGenerator<Progress, ReadExport> {
  const lines = readExport(text);
  let before: Promise<unknown> = Promise.resolve();
  try {
    for (;;) {
      const step = await lines.next();
      // One part is written while the next is read, and no more lie in memory.
      await before;
      if (step.done === true) {
        await thread.ask({ type: "end" });
        return step.value;
      }
      before = thread.ask({ type: "write", events: step.value.map(rowOf) });
      yield read();
    }
  } finally {
    await lines.return(undefined as never);
  }
}

/** As it was written elsewhere, in whatever version. */
function rowOf({ seq, alertId, type, version, recordedAt, actor, text }: ReadEvent): EventRow {
  return [seq, alertId, type, version, recordedAt, actor, text];
}

/** What alerts are found by: their texts and labels. */
async function* writeFound(
  tables: Tables,
  thread: LogThread,
  total: number,
): AsyncGenerator<Progress, void> {
  const { $client: db } = tables;
  db.exec("begin");
  emptyModels(tables);
  const index = prepareSearchInBulk(tables);
  const labels = prepareLabelInOrder(tables);
  for (const [option, value] of SEARCH_IN_BULK) setSearch(tables, option, value);
  let done = 0;
  let last: readonly SearchText[] = [];
  for await (const { events, texts, labelled } of derivedBy(thread)) {
    index(texts);
    last = texts.length > 0 ? texts.slice(-1) : last;
    labels.add(labelled);
    done += events;
    yield { done, total, unit: "events" };
  }
  labels.write();
  for (const text of last) raiseParts(tables, text);
  for (const [option, , usual] of SEARCH_IN_BULK) setSearch(tables, option, usual);
  db.exec("commit");
}

type Found = Extract<FromLogThread, { type: "derived" }>;

/** Parts that the thread may be ahead: they lie in memory. */
const AHEAD = 2;

async function* derivedBy(thread: LogThread): AsyncGenerator<Found, void> {
  const derive = () => thread.ask({ type: "derive" });
  const asked = Array.from({ length: AHEAD }, derive);
  for (;;) {
    const answer = await asked.shift();
    asked.push(derive());
    switch (answer?.type) {
      case "derived":
        yield answer;
        break;
      case "indexing":
        return;
      case "fault":
        throw new LineFault(answer.line, answer.reason);
      case "written":
      case "done":
      case undefined:
        throw new Error("What was to be derived was not answered.");
      default:
        answer satisfies never;
    }
  }
}

/** Whoever has asked ahead for alerts has asked for their indexes. */
async function indexed(thread: LogThread): Promise<void> {
  const answer = await thread.ask({ type: "derive" });
  if (answer.type === "fault") throw new LineFault(answer.line, answer.reason);
}

/**
 * What the index of the search is told while all of it is made, and what it is told usually
 * (sqlite.org/fts5.html, section 6): bytes gathered before they are written, and whether what was written is merged.
 */
const SEARCH_IN_BULK = [
  ["hashsize", 2_097_152, 1_048_576],
  ["automerge", 0, 8],
  ["crisismerge", 1_000, 16],
] as const;

function setSearch({ $client: db }: Tables, option: string, value: number): void {
  db.exec(`insert into search (search, rank) values ('${option}', ${value})`);
}

/** Between tables of one shape SQLite copies whole rows, and indexes in their order (sqlite.org/src, xferOptimization). */
function adopt({ $client: db }: Tables, beside: string, table: "events" | "alerts"): void {
  db.prepare("attach ? as beside").run(beside);
  db.exec(`insert into main.${table} select * from beside.${table}`);
  db.exec("detach beside");
}
