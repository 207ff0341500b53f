import { stat } from "node:fs/promises";
import type { Ids, Page } from "../../../protocol/page.ts";
import { isEverything } from "../../../domain/filter.ts";
import { ok, type Result } from "../../../domain/problem.ts";
import type { History } from "../../../protocol/history.ts";
import type { Timeline } from "../../../protocol/timeline.ts";
import { openForReading } from "./file/database.ts";
import { prepareReads } from "./queries/read.ts";
import { createReadiness } from "./threads/readiness.ts";
import { startReaderPool } from "./threads/reader-pool.ts";
import { asResult } from "../refusal.ts";
import { refusing } from "./file/refusal.ts";
import type { Commit, Store } from "../store.ts";
import { openWriter, type WriterOpening, type WriterOptions } from "./threads/writer-opening.ts";
import { startWriter } from "./threads/writer.ts";

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
): Promise<Store> {
  const listeners: ((commit: Commit) => void)[] = [];
  const readiness = createReadiness({ refused: onRefused, recovered: onRecovered }, () =>
    performance.now(),
  );
  const listener = {
    commit(commit: Commit) {
      readiness.took();
      for (const told of listeners) told(commit);
    },
    probed: readiness.took,
    refused: readiness.refused,
    lost: onLost,
  };
  const writer = await startWriter(opening ?? openWriter(file, options), listener);
  const tables = openForReading(file, READ_TIMEOUT);
  const reads = prepareReads(tables);
  const page = refusing(reads.page, onUnreadable);
  const readers = startReaderPool(file, onUnreadable, { queryTime });

  return {
    execute: (commands, actor) => writer.execute({ commands, actor }),
    async sweep(sweep) {
      const done = await writer.sweep(sweep);
      return done.ok ? ok(done.value.length) : done;
    },
    ready: () => readiness.ask(writer.probe),
    head: refusing(reads.head, onUnreadable),
    alert: refusing(reads.alert, onUnreadable),
    async history(id, place, limit, signal) {
      const query = { type: "history", id, place, limit } as const;
      return (await readers.ask(query, signal)) as Result<History>;
    },
    changedSince: refusing(reads.changedSince, onUnreadable),
    async page(filter, place, limit, signal) {
      if (isEverything(filter)) return asResult(() => page(filter, place, limit));
      return (await readers.ask({ type: "page", filter, place, limit }, signal)) as Result<Page>;
    },
    async ids(filter, after, limit, signal) {
      return (await readers.ask({ type: "ids", filter, after, limit }, signal)) as Result<Ids>;
    },
    async timeline(filter, span, signal) {
      return (await readers.ask({ type: "timeline", filter, span }, signal)) as Result<Timeline>;
    },
    measure: async () => ({ bytes: await bytesOf(file), waiting: writer.waiting() }),
    onCommit: (listener) => void listeners.push(listener),
    endScans: readers.close,
    async close() {
      const written = writer.close();
      await readers.close();
      await written;
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
