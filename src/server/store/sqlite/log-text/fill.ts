import type { Progress } from "../../../../domain/operation.ts";
import type { Tables } from "../file/database.ts";
import { emptyModels } from "../log/rebuild.ts";
import { prepareCountInBulk, prepareLabelInOrder } from "../models/in-bulk.ts";
import {
  MERGES,
  prepareSearchInBulk,
  raiseParts,
  type SearchText,
} from "../models/search-index.ts";
import { LineFault } from "../../engine/log-text/lines.ts";
import { type ReadEvent, readExport, type ReadExport } from "../../engine/log-text/read-export.ts";
import { writeInBulk } from "./bulk.ts";
import type { EventHead, EventTexts, FromLogThread } from "./log-thread.ts";
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
 * looked through here, a thread writes the events before them; and while it derives alerts from a copy of them into a
 * file beside, what is found by is written here. Then the alerts are copied. Nothing of that is undone where it ends
 * before its end: whoever calls it throws the files away.
 */
export async function* fillDatabase(filling: Filling): AsyncGenerator<Progress, ReadExport> {
  const { tables, beside, text, read } = filling;
  // Before the thread opens it, too: how a file is journalled is changed by whoever is alone with it.
  writeInBulk(tables.$client);
  const thread = startLogThread(beside, tables);
  try {
    const log = yield* writeLog(thread, text, read);
    yield* writeFound(tables, thread, log.events);
    await indexed(thread);
    adoptAlerts(tables, beside.alerts);
    prepareCountInBulk(tables)(0, Number.MAX_SAFE_INTEGER);
    return log;
  } finally {
    await thread.stop();
  }
}

/** Parts that one of the two may be ahead of the other: they lie in memory. */
const AHEAD = 2;

async function* writeLog(
  thread: LogThread,
  text: AsyncIterable<Buffer>,
  read: () => Progress,
): AsyncGenerator<Progress, ReadExport> {
  const lines = readExport(text);
  const writing: Promise<unknown>[] = [];
  try {
    for (;;) {
      const step = await lines.next();
      if (writing.length >= AHEAD) await writing.shift();
      if (step.done === true) {
        await Promise.all([...writing, thread.ask({ type: "end" })]);
        return step.value;
      }
      writing.push(thread.ask({ type: "write", ...written(step.value) }));
      yield read();
    }
  } finally {
    await lines.return(undefined as never);
  }
}

/** As they were written elsewhere, in whatever version. JSON has no line break but between its parts, and no line has one. */
function written(events: readonly ReadEvent[]): EventTexts {
  const heads = events.map(({ seq, alertId, type, version, recordedAt, actor }): EventHead => {
    return [seq, alertId, type, version, recordedAt, actor];
  });
  return { heads: JSON.stringify(heads), data: events.map(({ text }) => text).join("\n") };
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
  ["automerge", 0, MERGES],
  ["crisismerge", 1_000, 16],
] as const;

function setSearch({ $client: db }: Tables, option: string, value: number): void {
  db.exec(`insert into search (search, rank) values ('${option}', ${value})`);
}

/** Between tables of one shape SQLite copies whole rows, and indexes in their order (sqlite.org/src, xferOptimization). */
function adoptAlerts({ $client: db }: Tables, beside: string): void {
  db.prepare("attach ? as beside").run(beside);
  db.exec("insert into main.alerts select * from beside.alerts");
  db.exec("detach beside");
}
