import { randomUUID } from "node:crypto";
import type { People } from "../people.ts";
import { createPeople, type OpenedPeople, type PeopleReads } from "../engine/people/people.ts";
import { openDatabase } from "./connection/database.ts";
import { prepare } from "./connection/prepare.ts";
import { createPrimary } from "./connection/primary.ts";
import { refusing } from "./connection/refusal.ts";
import type { Context } from "./context.ts";
import { createLog } from "./log/log.ts";
import { createWriter } from "./log/writer.ts";
import { lastEntry, notedAfter } from "./people/audit.ts";
import { createPeopleReads } from "./people/read.ts";
import { PEOPLE_WRITES } from "./people/writes.ts";

export interface PostgresPeopleOptions {
  /** In ms since 1970. */
  readonly now: () => number;
  /** The last entry of the audit when it was opened. */
  readonly last: number;
  readonly lookEvery?: number;
}

/**
 * People in a database, with what looks for changes by other nodes: whoever hears a notice of the log has them look at
 * once.
 */
export function createPostgresPeople(
  { database, write, onUnreadable }: Context,
  { now, last, lookEvery }: PostgresPeopleOptions,
): OpenedPeople {
  const reads = createPeopleReads(database, now);
  const refused = <Args extends readonly unknown[], T>(read: (...args: Args) => Promise<T>) =>
    refusing(read, onUnreadable);
  const refusingReads: PeopleReads = {
    hasAdmin: refused(reads.hasAdmin),
    users: refused(reads.users),
    user: refused(reads.user),
    account: refused(reads.account),
    session: refused(reads.session),
    sessions: refused(reads.sessions),
    key: refused(reads.key),
    keys: refused(reads.keys),
    audit: refused(reads.audit),
  };
  return createPeople({
    reads: refusingReads,
    write: (name, input) => write((writing) => PEOPLE_WRITES[name](writing, input)),
    last,
    notedAfter: refused((after: number) => notedAfter(database, after)),
    lookEvery,
  });
}

/** People in a database, for a command that runs beside its nodes or without one. Rejects where it cannot be opened. */
export async function openPostgresPeople(url: string): Promise<{
  readonly people: People;
  readonly close: () => Promise<void>;
}> {
  const primary = createPrimary(url);
  await prepare(primary);
  const database = openDatabase(primary, { connections: 2, answersWithin: 0 });
  const writer = createWriter(database, createLog(Date.now, randomUUID()), {
    // Whatever nodes there are look for it.
    committed: async () => {},
    refused: () => {},
  });
  try {
    const { people, close: endLooks } = createPostgresPeople(
      { database, write: writer.write, onUnreadable: () => {} },
      { now: Date.now, last: await lastEntry(database) },
    );
    return {
      people,
      async close() {
        await endLooks();
        await writer.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
