import { eq, max, sql } from "drizzle-orm";
import { events } from "../../../../../db/sqlite/schema.ts";
import { coalesce, idOf } from "../../../../domain/diff.ts";
import type { RecordedEvent } from "../../../../domain/event.ts";
import type { Result } from "../../../../domain/problem.ts";
import {
  type Clock,
  createRecorder,
  type Ledger,
  type Position,
  type Request,
} from "../../engine/recorder.ts";
import { versionOf } from "../../engine/upcast.ts";
import type { Tables } from "../file/database.ts";
import { prepareEpisodes } from "./episodes.ts";
import { prepareForget, prepareLastId } from "./forget.ts";
import { prepareLeases } from "./leases.ts";
import { prepareProject } from "../models/project.ts";
import { prepareSearchIndex } from "../models/search-index.ts";
import { prepareStatement } from "../file/statement.ts";
import type { Commit, Done } from "../../store.ts";
import { prepareUnrecorded } from "./unrecorded.ts";

/** What became of some work, and what it has appended meanwhile. */
export interface Transacted<T> {
  readonly value: T;
  readonly commit: Commit;
}

export type Log = ReturnType<typeof prepareLog>;

/** The log and the read models that are made from it, for the one connection that writes. */
export function prepareLog(tables: Tables, clock: Clock) {
  const unrecorded = prepareUnrecorded(tables);
  const ledger: Ledger = {
    load: prepareEpisodes(tables, unrecorded.of),
    insertEvent: prepareInsertEvent(tables),
    project: prepareProject(tables),
    forget: prepareForget(tables),
    unrecorded,
    leases: prepareLeases(tables),
  };
  const recorder = createRecorder(ledger, clock);
  const index = prepareSearchIndex(tables);
  const position = preparePosition(tables);

  /** Does some work in one transaction. Throws what SQLite throws; then nothing of it is written. */
  function transact<T>(work: () => T): Transacted<T> {
    return tables.$client
      .transaction(() => {
        // Read anew each time: another process, such as a seed, may have written meanwhile.
        recorder.begin(position());
        const value = work();
        const commit = recorder.appended();
        index(coalesce(commit.changes).sort((one, other) => idOf(one) - idOf(other)));
        return { value, commit };
      })
      .immediate();
  }

  /** Amid such work. */
  function append(request: Request): Result<Done>[] {
    if (!tables.$client.inTransaction) throw new Error("The log is written in transactions only.");
    return recorder.append(request);
  }

  return { transact, append };
}

function preparePosition(tables: Tables): () => Position {
  const lastEvent = prepareLastEvent(tables);
  // From the log, so that no number is given again, whatever becomes of the rows.
  const lastId = prepareLastId(tables);
  return () => {
    const last = lastEvent.get();
    return {
      seq: last?.seq ?? 0,
      id: lastId(),
      time: last === undefined ? 0 : Date.parse(last.recordedAt),
    };
  };
}

/** The last event of the log: its number, and when it was recorded. */
export function prepareLastEvent(tables: Tables) {
  const last = tables
    .select({ seq: events.seq, recordedAt: events.recordedAt })
    .from(events)
    .where(eq(events.seq, tables.select({ seq: max(events.seq) }).from(events)))
    .prepare();
  return { get: () => last.get() };
}

export function prepareInsertEvent(tables: Tables): (event: RecordedEvent) => void {
  const insert = prepareStatement(
    tables,
    tables.insert(events).values({
      seq: sql.placeholder("seq"),
      alertId: sql.placeholder("alertId"),
      type: sql.placeholder("type"),
      version: sql.placeholder("version"),
      recordedAt: sql.placeholder("recordedAt"),
      actor: sql.placeholder("actor"),
      data: sql.placeholder("data"),
    }),
  );
  return (event) => insert.run({ ...event, version: versionOf(event.type) });
}
