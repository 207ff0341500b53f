import type { Tables } from "./file/database.ts";
import type { Clock, Request } from "../engine/recorder.ts";
import type { Log } from "./log/append.ts";
import { prepareDue } from "./log/due.ts";
import { preparePositions } from "./log/positions.ts";
import { prepareProbe } from "./log/probe.ts";
import { MONITOR_WRITES } from "./monitors/writes.ts";
import { OPERATION_WRITES } from "./operations/operations.ts";
import { PEOPLE_WRITES } from "./people/writes.ts";
import { preparePast } from "./retention/past.ts";
import { prepareEmptyLog, prepareMergeSearch } from "./retention/merge-search.ts";
import { prepareVacuum } from "./retention/vacuum.ts";
import { RETENTION_WRITES } from "./retention/writes.ts";
import { PREFERENCE_WRITES } from "./preferences/preferences.ts";
import { VIEW_WRITES } from "./views/views.ts";
import { WEBHOOK_WRITES } from "./webhooks/writes.ts";

/** What a write is prepared with: the one connection that writes, and the log behind it. */
export interface WriteContext {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly log: Log;
}

interface Position {
  readonly consumer: string;
  readonly seq: number;
}

/**
 * Everything that the writer is asked to do, by name. What goes in and what comes out is cloned
 * between threads.
 *
 * `together` are done in one transaction with whatever waits beside them, and one that throws takes
 * down none of the others; `apart` see to their own.
 */
export const WRITES = {
  together: {
    /** A request as JSON: to clone that many small objects between threads takes more than twice as long. */
    execute:
      ({ log }: WriteContext) =>
      (request: string) =>
        log.append(JSON.parse(request) as Request),
    move({ tables }: WriteContext) {
      const positions = preparePositions(tables);
      return ({ consumer, seq }: Position) => positions.move(consumer, seq);
    },
    ...PEOPLE_WRITES,
    ...WEBHOOK_WRITES,
    ...MONITOR_WRITES,
    ...OPERATION_WRITES,
    ...RETENTION_WRITES,
    ...VIEW_WRITES,
    ...PREFERENCE_WRITES,
  },
  apart: {
    due: ({ tables }: WriteContext) => prepareDue(tables),
    probe: ({ tables }: WriteContext) => prepareProbe(tables),
    past: ({ tables }: WriteContext) => preparePast(tables),
    vacuum: ({ tables }: WriteContext) => prepareVacuum(tables),
    mergeSearch: ({ tables }: WriteContext) => prepareMergeSearch(tables),
    emptyLog: ({ tables }: WriteContext) => prepareEmptyLog(tables),
  },
};

type Together = typeof WRITES.together;
type Apart = typeof WRITES.apart;
export type Writes = {
  readonly [Name in keyof Together]: ReturnType<Together[Name]>;
} & { readonly [Name in keyof Apart]: ReturnType<Apart[Name]> };

export type WriteName = keyof Writes;
export type WriteInput<Name extends WriteName> = Parameters<Writes[Name]>[0];
export type WriteOutput<Name extends WriteName> = ReturnType<Writes[Name]>;
