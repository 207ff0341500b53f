import type { Result } from "../../../domain/problem.ts";
import type { Changed, People } from "../people.ts";
import { Refusal } from "../refusal.ts";
import { openBeside, type Tables } from "./file/database.ts";
import { refusing } from "./file/refusal.ts";
import type { Written } from "./people/audit.ts";
import { prepareReadPeople } from "./people/read.ts";
import { createTelling } from "./people/telling.ts";
import { writeHere } from "./people/write-here.ts";
import type { WritePeople } from "./people/writes.ts";

/** How often (ms) it looks for what another process has changed. */
const LOOK_EVERY = 1_000;

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
  lookEvery = LOOK_EVERY,
}: SqlitePeopleOptions): { readonly people: People; readonly close: () => void } {
  const listeners: ((changed: Changed) => void)[] = [];
  const reads = prepareReadPeople(tables, now);
  const telling = createTelling(reads.notedAfter(0).last, (changed) => {
    for (const listener of listeners) listener(changed);
  });
  const notedAfter = refusing(reads.notedAfter, onUnreadable);
  const looking = setInterval(look, lookEvery).unref();

  /** What cannot be read now is found by a later look. */
  function look(): void {
    try {
      const { noted, last } = notedAfter(telling.seen());
      telling.found(noted, last);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  /** The answer to a write, once the listeners have been told of it. */
  function told<T>(written: Result<Written<T>>): Result<T> {
    if (!written.ok) return written;
    telling.answered(written.value.noted);
    return written.value.result;
  }

  const promising = <Args extends readonly unknown[], T>(read: (...args: Args) => T) => {
    const refused = refusing(read, onUnreadable);
    return async (...args: Args) => refused(...args);
  };

  const people: People = {
    hasAdmin: promising(reads.hasAdmin),
    users: promising(reads.users),
    user: promising(reads.user),
    account: promising(reads.account),
    session: promising(reads.session),
    sessions: promising(reads.sessions),
    key: promising(reads.key),
    keys: promising(reads.keys),
    audit: promising(reads.audit),
    addFirstAdmin: async (name, passwordHash, by) =>
      told(await write("addFirstAdmin", { name, passwordHash, by })),
    addUser: async (user, by) => told(await write("addUser", { ...user, by })),
    changeUser: async (id, change, by) => told(await write("changeUser", { id, change, by })),
    removeUser: async (id, by) => told(await write("removeUser", { id, by })),
    setPassword: async (id, passwordHash, keep, by) =>
      told(await write("setPassword", { id, passwordHash, keep, by })),
    rehash: async (id, passwordVersion, passwordHash) =>
      told(await write("rehash", { id, passwordVersion, passwordHash })),
    openSession: async (userId, passwordVersion, session, by) =>
      told(await write("openSession", { userId, passwordVersion, session, by })),
    openSessionOf: async (identity, session, by) =>
      told(await write("openSessionOf", { identity, session, by })),
    touchSession: async (id, at) => told(await write("touchSession", { id, at })),
    endSession: async (id, by) => told(await write("endSession", { id, by })),
    noteFailure: async (name, reason, by) => told(await write("noteFailure", { name, reason, by })),
    addKey: async (key, by) => told(await write("addKey", { key, by })),
    revokeKey: async (id, by) => told(await write("revokeKey", { id, by })),
    touchKey: async (id, at) => told(await write("touchKey", { id, at })),
    onChanged: (listener) => void listeners.push(listener),
  };
  return { people, close: () => clearInterval(looking) };
}

/** People in a file, for a command that runs beside a server or without one. Throws where it cannot be opened. */
export function openSqlitePeople(file: string): {
  readonly people: People;
  readonly close: () => void;
} {
  const { tables, close: closeFile } = openBeside(file);
  const { people, close: endLooks } = createSqlitePeople({
    tables,
    write: writeHere({ tables, clock: Date.now }),
    now: Date.now,
    onUnreadable: () => {},
  });
  function close(): void {
    endLooks();
    closeFile();
  }
  return { people, close };
}
