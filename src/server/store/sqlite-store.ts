import type { Ids, Page } from "../../shared/page.ts";
import { isEverything } from "../../shared/filter.ts";
import type { Result } from "../../shared/problem.ts";
import type { Timeline } from "../../shared/timeline.ts";
import { openForReading } from "./database.ts";
import { prepareReads } from "./read.ts";
import { startReaderPool } from "./reader-pool.ts";
import type { Commit, Store } from "./store.ts";
import { startWriter } from "./writer.ts";

const READER_THREADS = 2;

export interface SqliteStoreOptions {
  /** Told why SQLite refused to write. */
  readonly onRefused: (cause: string) => void;
  /** Told why nothing can be written any more. */
  readonly onLost: (error: unknown) => void;
  /** How long (ms) a write waits for another process that holds the file. */
  readonly busyTimeout?: number;
  /** How long (ms) anyone waits for a read that can scan. */
  readonly queryTime?: number;
}

/**
 * The store in one SQLite file: a thread that writes, this thread for reads whose cost is what they
 * return, threads for reads that can scan. Rejects where the file cannot be opened or is too new.
 */
export async function openSqliteStore(
  file: string,
  { onRefused, onLost, busyTimeout, queryTime }: SqliteStoreOptions,
): Promise<Store> {
  const listeners: ((commit: Commit) => void)[] = [];
  const listener = {
    commit: (commit: Commit) => listeners.forEach((told) => told(commit)),
    refused: onRefused,
    lost: onLost,
  };
  const writer = await startWriter(file, listener, busyTimeout);
  const tables = openForReading(file);
  const reads = prepareReads(tables);
  const readers = startReaderPool(file, READER_THREADS, queryTime);

  return {
    execute: (commands, actor) => writer.execute({ commands, actor }),
    head: reads.head,
    alert: reads.alert,
    history: reads.history,
    changedSince: reads.changedSince,
    async page(filter, place, limit, signal) {
      if (isEverything(filter)) return reads.page(filter, place, limit);
      return (await readers.ask({ type: "page", filter, place, limit }, signal)) as Result<Page>;
    },
    async ids(filter, after, limit, signal) {
      return (await readers.ask({ type: "ids", filter, after, limit }, signal)) as Result<Ids>;
    },
    async timeline(filter, span, signal) {
      return (await readers.ask({ type: "timeline", filter, span }, signal)) as Result<Timeline>;
    },
    onCommit: (listener) => void listeners.push(listener),
    async close() {
      await writer.close();
      await readers.close();
      tables.$client.close();
    },
  };
}
