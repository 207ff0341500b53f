import type { MonitorReads } from "../monitors.ts";
import { openForReading } from "./file/database.ts";
import { promising } from "./file/refusal.ts";
import { prepareFeed } from "./monitors/feed.ts";
import { prepareFindMonitors } from "./monitors/monitor-row.ts";
import { prepareReadNumbers, prepareReadWatched } from "./monitors/read.ts";
import { addFilterFunctions } from "./queries/filter-functions.ts";

/** How long (ms) a read waits for a file that another process holds. */
const READ_TIMEOUT = 1_000;
/** Pages that the connection keeps (KiB). */
const CACHE_KIB = 2_048;

/**
 * What whoever watches numbers reads of a SQLite file. Each read holds up the thread that asks, `onUnreadable` is told
 * each time why SQLite refuses to read.
 */
export function openMonitorReads(
  file: string,
  onUnreadable: (cause: string) => void,
): MonitorReads {
  const tables = openForReading(file, READ_TIMEOUT, CACHE_KIB);
  addFilterFunctions(tables);
  const found = prepareFindMonitors(tables);
  const numbers = prepareReadNumbers(tables);
  const feed = prepareFeed(tables);
  return {
    all: promising(found.all, onUnreadable),
    monitor: promising(found.monitor, onUnreadable),
    watched: promising(prepareReadWatched(tables), onUnreadable),
    firstNumbers: promising(numbers.first, onUnreadable),
    numbers: promising(numbers.between, onUnreadable),
    opened: promising(feed.opened, onUnreadable),
    open: promising(feed.open, onUnreadable),
    firstAlert: promising(feed.firstAlert, onUnreadable),
    openNow: promising(feed.openNow, onUnreadable),
    close: async () => void tables.$client.close(),
  };
}
