import type { Result } from "../../../../domain/problem.ts";
import type { Changed, People } from "../../people.ts";
import { Refusal } from "../../refusal.ts";
import type { Looked, Written } from "./audit.ts";
import { createTelling } from "./telling.ts";
import type { PeopleWrites, WritePeople } from "./writes.ts";

/** How often (ms) it looks for what another process has changed. */
const LOOK_EVERY = 1_000;

/** What is read of people. */
export type PeopleReads = Omit<People, keyof PeopleWrites | "onChanged">;

export interface PeopleParts {
  readonly reads: PeopleReads;
  readonly write: WritePeople;
  /** The last entry of the audit there was when it was opened. */
  readonly last: number;
  /** What was noted after an entry; where that cannot be read now, it rejects with a Refusal. */
  readonly notedAfter: (id: number) => Promise<Looked>;
  readonly lookEvery?: number | undefined;
}

/** People of any engine, whose listeners are told of what is changed here and elsewhere. */
export interface OpenedPeople {
  readonly people: People;
  /** Looks now for what another process has changed; the next look comes by itself. */
  readonly look: () => Promise<void>;
  /** Ends the looks, also one that is under way. */
  readonly close: () => Promise<void>;
}

export function createPeople({
  reads,
  write,
  last,
  notedAfter,
  lookEvery = LOOK_EVERY,
}: PeopleParts): OpenedPeople {
  const listeners: ((changed: Changed) => void)[] = [];
  const telling = createTelling(last, (changed) => {
    for (const listener of listeners) listener(changed);
  });
  /** One at a time, since two that begin at one entry would tell of the same. */
  let looking: Promise<void> | null = null;
  const timer = setInterval(() => void look(), lookEvery).unref();

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => (looking = null));
    return looking;
  }

  /** What cannot be read now is found by a later look. */
  async function lookOnce(): Promise<void> {
    try {
      const { noted, last } = await notedAfter(telling.seen());
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

  const people: People = {
    ...reads,
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

  async function close(): Promise<void> {
    clearInterval(timer);
    await looking;
  }

  return { people, look, close };
}
