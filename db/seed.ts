import { prepareInsertEvent } from "../src/server/store/sqlite/log/append.ts";
import type { Progress } from "../src/domain/operation.ts";
import { inTransaction } from "../src/server/store/sqlite/file/transaction.ts";
import { openForWriting, type Tables } from "../src/server/store/sqlite/file/database.ts";
import { prepareReads } from "../src/server/store/sqlite/queries/read.ts";
import { rebuildWithin } from "../src/server/store/sqlite/log/rebuild.ts";
import { madeUpLog, type SeedOptions } from "./made-up-log.ts";

const CACHE_KIB = 524_288;

/**
 * Fills an empty database with a made-up history: the same decisions write the log, and the read
 * models are made from that. Returns whether it did: a database that has alerts is left as it is.
 */
export function* seed(file: string, options: SeedOptions): Generator<Progress, boolean> {
  const tables = openForWriting(file);
  try {
    const isEmpty = prepareReads(tables).head().seq === 0;
    if (isEmpty) yield* fill(tables, options);
    return isEmpty;
  } finally {
    tables.$client.close();
  }
}

/** One transaction: what is cut short leaves the database empty, and can be made up again. */
function* fill(tables: Tables, options: SeedOptions): Generator<Progress, void> {
  const { $client: db } = tables;
  // New pages go straight into the file; a write-ahead log would have all of it written twice.
  db.pragma("journal_mode = DELETE");
  db.pragma("synchronous = OFF");
  db.pragma(`cache_size = -${CACHE_KIB}`);
  yield* inTransaction(tables, write(tables, options));
  db.pragma("synchronous = FULL");
  db.pragma("journal_mode = WAL");
}

function* write(tables: Tables, options: SeedOptions): Generator<Progress, void> {
  yield* writeLog(tables, options);
  yield* rebuildWithin(tables);
}

function* writeLog(tables: Tables, options: SeedOptions): Generator<Progress, void> {
  const insert = prepareInsertEvent(tables);
  for (const { events, alerts } of madeUpLog(options)) {
    for (const event of events) insert(event);
    yield { done: alerts, total: options.alerts, unit: "alerts written" };
  }
}
