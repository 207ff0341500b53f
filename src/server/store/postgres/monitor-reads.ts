import type { MonitorReads } from "../monitors.ts";
import { openDatabase, type Session } from "./connection/database.ts";
import { createPrimary } from "./connection/primary.ts";
import { refusing } from "./connection/refusal.ts";
import { firstAlert, openAt, openedIn, openNow } from "./monitors/feed.ts";
import { findMonitor, findMonitors } from "./monitors/monitor-row.ts";
import { firstNumbers, numbersBetween, readWatched } from "./monitors/read.ts";

/** As many as are asked for at once, so that one that scans holds up none of the others. */
const CONNECTIONS = 3;

/** What whoever watches numbers reads of a database. `onUnreadable` is told each time why it refuses to read. */
export function openMonitorReads(url: string, onUnreadable: (cause: string) => void): MonitorReads {
  const database = openDatabase(createPrimary(url), { connections: CONNECTIONS });
  /** What is one statement. */
  const reading = <Args extends readonly unknown[], T>(
    read: (session: Session, ...args: Args) => Promise<T>,
  ) => refusing((...args: Args) => read(database, ...args), onUnreadable);
  /** What is several, at one moment. */
  const scanning = <Args extends readonly unknown[], T>(
    read: (session: Session, ...args: Args) => Promise<T>,
  ) =>
    refusing((...args: Args) => database.read((session) => read(session, ...args)), onUnreadable);
  return {
    all: reading(findMonitors),
    monitor: reading(findMonitor),
    watched: scanning(readWatched),
    firstNumbers: reading(firstNumbers),
    numbers: reading(numbersBetween),
    firstAlert: reading(firstAlert),
    opened: scanning(openedIn),
    open: scanning(openAt),
    openNow: scanning(openNow),
    close: () => database.close(),
  };
}
