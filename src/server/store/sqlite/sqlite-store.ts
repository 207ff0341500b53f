import { stat } from "node:fs/promises";
import type { Actor } from "../../../domain/actor.ts";
import type { Command } from "../../../domain/command.ts";
import { EVERYTHING, isEverything } from "../../../domain/filter.ts";
import { ok, type Result } from "../../../domain/problem.ts";
import type { Page, Place } from "../../../protocol/page.ts";
import { openForReading } from "./file/database.ts";
import { preparePositions } from "./log/positions.ts";
import { prepareEarlier } from "./queries/earlier.ts";
import { prepareEvents } from "./queries/events.ts";
import { prepareReads, readInstance } from "./queries/read.ts";
import { prepareRemnants } from "./retention/merge-search.ts";
import { createMerging } from "./retention/merging.ts";
import { createReadiness } from "../engine/readiness.ts";
import type { Request } from "../engine/recorder.ts";
import { startReaderPool } from "./threads/reader-pool.ts";
import { asJsonText } from "../json-text.ts";
import type { Monitors } from "../monitors.ts";
import type { Operations } from "../operations.ts";
import type { People } from "../people.ts";
import { asResult } from "../refusal.ts";
import { refusing } from "./file/refusal.ts";
import type { Commit, Store } from "../store.ts";
import type { KeptPreferences } from "../preferences.ts";
import type { Views } from "../views.ts";
import type { Webhooks } from "../webhooks.ts";
import { loadWriter, type WriterOpening, type WriterOptions } from "./threads/writer-opening.ts";
import { startWriter } from "./threads/writer.ts";
import { createSqliteMonitors } from "./sqlite-monitors.ts";
import { createSqliteOperations } from "./sqlite-operations.ts";
import { createSqlitePeople } from "./sqlite-people.ts";
import { createSqlitePreferences } from "./sqlite-preferences.ts";
import { createSqliteViews } from "./sqlite-views.ts";
import { createSqliteWebhooks } from "./sqlite-webhooks.ts";

/** How long (ms) this thread may wait for a file that is held: nothing else happens meanwhile. */
const READ_TIMEOUT = 10;

export interface SqliteStoreOptions extends WriterOptions {
  /** The writer, where it was sent to open the file before; the options of a writer are its own. */
  readonly opening?: WriterOpening;
  /** Told why SQLite refuses to write: once, until it writes again or gives another reason. */
  readonly onRefused: (cause: string) => void;
  /** Told that it writes again. */
  readonly onRecovered?: () => void;
  /** Told each time why SQLite refuses to read. */
  readonly onUnreadable?: (cause: string) => void;
  /** Told why nothing can be written any more. */
  readonly onLost: (error: unknown) => void;
  /** How long (ms) anyone waits for a read that can scan. */
  readonly queryTime?: number;
}

/** The store, who may come in, to whom events are sent, what is watched, begun and named, which are kept in the same file. */
export interface SqliteStore extends Store {
  readonly people: People;
  readonly webhooks: Webhooks;
  readonly monitors: Monitors;
  /** A random id, made with the database, that says nothing else. */
  readonly instance: string;
  readonly operations: Operations;
  readonly views: Views;
  readonly preferences: KeptPreferences;
}

/**
 * The store in one SQLite file: a thread that writes, this thread for reads whose cost is what they
 * return, processes for reads that can scan. Rejects where the file cannot be opened or is too new.
 */
export async function openSqliteStore(
  file: string,
  {
    onRefused,
    onRecovered = () => {},
    onUnreadable = () => {},
    onLost,
    queryTime,
    opening,
    ...options
  }: SqliteStoreOptions,
): Promise<SqliteStore> {
  const listeners: ((commit: Commit) => void)[] = [];
  const readiness = createReadiness({ refused: onRefused, recovered: onRecovered }, () =>
    performance.now(),
  );
  const listener = {
    commit(commit: Commit) {
      hearOf(commit.to);
      readiness.took();
      for (const told of listeners) told(commit);
    },
    refused: readiness.refused,
    lost: onLost,
  };
  const writer = await startWriter(opening ?? loadWriter().open(file, options), listener);
  const tables = openForReading(file, READ_TIMEOUT);
  const reads = prepareReads(tables);
  const page = refusing(reads.page, onUnreadable);
  const alert = refusing(reads.alert, onUnreadable);
  const wasRemoved = refusing(reads.wasRemoved, onUnreadable);
  const earlier = refusing(prepareEarlier(tables, reads.epoch), onUnreadable);
  const changedSince = refusing(reads.changedSince, onUnreadable);
  const eventsAfter = refusing(prepareEvents(tables), onUnreadable);
  const position = refusing(preparePositions(tables).of, onUnreadable);
  let head = reads.head();
  let reach = reads.reach();
  const readers = startReaderPool(file, onUnreadable, { queryTime, onHead: hearOf });

  const merging = createMerging(writer.write);
  // Amid which a server ended.
  if (prepareRemnants(tables)() !== null) merging.begin();

  /** A read may find what the writer has yet to tell of, or what another process has written. */
  function hearOf(seq: number): void {
    if (seq > head.seq) head = { ...head, seq };
  }

  const { people, close: closePeople } = createSqlitePeople({
    tables,
    write: writer.write,
    now: Date.now,
    onUnreadable,
  });

  async function pageOfAll(place: Place, limit: number): Promise<Result<Page>> {
    const read = await asResult(() => page(EVERYTHING, place, limit));
    if (read.ok) hearOf(read.value.head.seq);
    return read;
  }

  async function execute(commands: readonly Command[], actor: Actor | null) {
    const request: Request = { commands, actor };
    return writer.write("execute", JSON.stringify(request), commands.length);
  }

  return {
    people,
    instance: readInstance(tables),
    webhooks: createSqliteWebhooks({ tables, write: writer.write, onUnreadable }),
    monitors: createSqliteMonitors({ tables, write: writer.write, readers, onUnreadable }),
    operations: createSqliteOperations({ tables, write: writer.write, onUnreadable }),
    views: createSqliteViews({ tables, write: writer.write, onUnreadable }),
    preferences: createSqlitePreferences({ tables, write: writer.write, onUnreadable }),
    execute,
    async sweep(sweep) {
      // Where nothing is due, nothing is written.
      const due = await writer.write("due", sweep);
      if (!due.ok || due.value.length === 0) return due.ok ? ok(0) : due;
      const done = await execute(due.value, null);
      return done.ok ? ok(done.value.length) : done;
    },
    ready: () => readiness.ask((bytes) => writer.write("probe", bytes)),
    head: () => head,
    tellsWithin: 0,
    reach: () => reach,
    alert: async (id) => alert(id),
    wasRemoved: async (id) => wasRemoved(id),
    async history(id, place, limit, signal) {
      return readers.ask({ name: "history", input: { id, place, limit } }, signal);
    },
    episodes: (id, before, limit) => asResult(() => earlier(id, before, limit)),
    async changedSince(seq, limit, bytes) {
      const changed = changedSince(seq, limit, bytes);
      hearOf(changed.head);
      reach = Math.max(reach, changed.reach);
      return changed;
    },
    eventsAfter: async (seq, limit) => eventsAfter(seq, limit),
    position: async (consumer) => position(consumer),
    async move(consumer, seq) {
      const moved = await writer.write("move", { consumer, seq });
      return moved.ok ? ok(null) : moved;
    },
    async forget(id, by) {
      const forgotten = await writer.write("forget", { id, by });
      if (forgotten.ok && forgotten.value.ok) merging.begin();
      return forgotten.ok ? forgotten.value : forgotten;
    },
    past: (query) => writer.write("past", query),
    purge: (purge) => writer.write("purge", purge, purge.ids.length),
    vacuum: (pages) => writer.write("vacuum", pages),
    async page(filter, place, limit, signal) {
      return isEverything(filter)
        ? pageOfAll(place, limit)
        : readers.ask({ name: "page", input: { filter, place, limit } }, signal);
    },
    async pageText(filter, place, limit, signal) {
      return isEverything(filter)
        ? asJsonText(await pageOfAll(place, limit))
        : readers.askText({ name: "page", input: { filter, place, limit } }, signal);
    },
    async ids(filter, after, limit, signal) {
      return readers.ask({ name: "ids", input: { filter, after, limit } }, signal);
    },
    async timeline(filter, span, signal) {
      return readers.ask({ name: "timeline", input: { filter, span } }, signal);
    },
    async measure() {
      const waiting = writer.waiting();
      return { bytes: await bytesOf(file), waiting };
    },
    onCommit: (listener) => void listeners.push(listener),
    endScans: readers.close,
    async close() {
      const peopleClosed = closePeople();
      const merged = merging.stop();
      // Whoever still reads would keep the writer from emptying the log beside the file.
      await writer.close(readers.close());
      await Promise.all([merged, peopleClosed]);
      tables.$client.close();
    },
  };
}

/** What has been committed lies in the file beside it first. */
async function bytesOf(file: string): Promise<number> {
  const sizes = [file, `${file}-wal`].map((name) =>
    stat(name).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size);
}
