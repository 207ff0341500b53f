import { ok } from "../../../domain/problem.ts";
import { flat } from "../engine/flat.ts";
import type { Monitors } from "../monitors.ts";
import type { Tables } from "./file/database.ts";
import { promising } from "./file/refusal.ts";
import { prepareFindMonitors } from "./monitors/monitor-row.ts";
import type { startReaderPool } from "./threads/reader-pool.ts";
import type { Writer } from "./threads/writer.ts";

export interface SqliteMonitorsOptions {
  /** A connection to read with. */
  readonly tables: Tables;
  /** Does a write in a transaction, wherever that is. */
  readonly write: Writer["write"];
  /** Reads what may scan. */
  readonly readers: Pick<ReturnType<typeof startReaderPool>, "ask">;
  /** Told each time why SQLite refuses to read. */
  readonly onUnreadable: (cause: string) => void;
}

/** Monitors in one SQLite file; whoever opened that closes it. */
export function createSqliteMonitors(options: SqliteMonitorsOptions): Monitors {
  const { tables, write, readers, onUnreadable } = options;
  const found = prepareFindMonitors(tables);
  return {
    all: promising(found.all, onUnreadable),
    monitor: promising(found.monitor, onUnreadable),
    add: async (settings, now, by) => flat(await write("addMonitor", { settings, now, by })),
    change: async (id, change, now, by) =>
      flat(await write("changeMonitor", { id, change, now, by })),
    remove: async (id, now, by) => flat(await write("removeMonitor", { id, now, by })),
    push: (numbers) => write("pushNumbers", numbers, numbers.length),
    async close(closings) {
      const closed = await write("closeBuckets", closings, closings.length);
      return closed.ok ? ok(null) : closed;
    },
    settle: (settlements, now) => write("settleMonitors", { settlements, now }, settlements.length),
    points: (id, from, to, signal) =>
      readers.ask({ name: "points", input: { id, from, to } }, signal),
  };
}
