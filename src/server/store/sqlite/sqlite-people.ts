import { createPeople, type OpenedPeople, type PeopleReads } from "../engine/people/people.ts";
import type { WritePeople } from "../engine/people/writes.ts";
import type { People } from "../people.ts";
import { openBeside, type Tables } from "./file/database.ts";
import { refusing } from "./file/refusal.ts";
import { prepareReadPeople } from "./people/read.ts";
import { writeHere } from "./people/write-here.ts";

export interface SqlitePeopleOptions {
  /** A connection to read with. */
  readonly tables: Tables;
  /** Does a write in a transaction, wherever that is. */
  readonly write: WritePeople;
  /** In ms since 1970. */
  readonly now: () => number;
  /** Told each time why SQLite refuses to read. */
  readonly onUnreadable: (cause: string) => void;
  readonly lookEvery?: number;
}

/** People in one SQLite file, with what ends its looks at the file; whoever opened that closes it. */
export function createSqlitePeople({
  tables,
  write,
  now,
  onUnreadable,
  lookEvery,
}: SqlitePeopleOptions): OpenedPeople {
  const prepared = prepareReadPeople(tables, now);
  const promising = <Args extends readonly unknown[], T>(read: (...args: Args) => T) => {
    const refused = refusing(read, onUnreadable);
    return async (...args: Args) => refused(...args);
  };
  const reads: PeopleReads = {
    hasAdmin: promising(prepared.hasAdmin),
    users: promising(prepared.users),
    user: promising(prepared.user),
    account: promising(prepared.account),
    session: promising(prepared.session),
    sessions: promising(prepared.sessions),
    key: promising(prepared.key),
    keys: promising(prepared.keys),
    audit: promising(prepared.audit),
  };
  const { last } = prepared.notedAfter(0);
  const notedAfter = promising(prepared.notedAfter);
  return createPeople({ reads, write, last, notedAfter, lookEvery });
}

/** People in a file, for a command that runs beside a server or without one. Throws where it cannot be opened. */
export function openSqlitePeople(file: string): {
  readonly people: People;
  readonly close: () => Promise<void>;
} {
  const { tables, close: closeFile } = openBeside(file);
  const { people, close: endLooks } = createSqlitePeople({
    tables,
    write: writeHere({ tables, clock: Date.now }),
    now: Date.now,
    onUnreadable: () => {},
  });
  async function close(): Promise<void> {
    await endLooks();
    closeFile();
  }
  return { people, close };
}
