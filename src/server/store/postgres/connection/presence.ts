import { type SQL, sql } from "drizzle-orm";
import { Client } from "pg";
import { type Session, sessionOf } from "./database.ts";
import type { Primary } from "./primary.ts";

/**
 * What this process says of itself as long as it lives: the names it holds are locks of a connection of its own, which
 * is there while there are any. They end with it, however it ends.
 */
export interface Presence {
  /** Where it cannot be said now, it is said later. */
  readonly hold: (name: string) => Promise<void>;
  readonly release: (name: string) => Promise<void>;
  /** All there are. */
  readonly releaseAll: () => Promise<void>;
}

/** Longest wait (ms) before a connection that was cut is made anew. */
const LONGEST_WAIT = 2_000;

/** A process whose machine has gone is missed within about a minute. */
const MISSED_SOON =
  "set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3";

export function createPresence(primary: Primary): Presence {
  const names = new Set<string>();
  let current: Client | null = null;
  let waiting: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();

  /** A connection does one thing at a time. */
  function inTurn(step: () => Promise<void>): Promise<void> {
    turn = turn.then(step);
    return turn;
  }

  /** Says all names there are over a new connection, where there is none. */
  async function say(): Promise<void> {
    if (current !== null || names.size === 0) return;
    clearTimeout(waiting);
    let client: Client | null = null;
    try {
      const address = await primary.address();
      // What was to be said may have ended meanwhile.
      if (names.size === 0) return;
      client = clientOf(address);
      current = client;
      client.on("end", () => comeBack(client));
      await client.connect();
      await client.query(MISSED_SOON);
      for (const name of names) await take(client, name);
    } catch (error) {
      primary.doubt(error);
      comeBack(client);
    }
  }

  function comeBack(client: Client | null): void {
    if (client !== current) return;
    void leave();
    waiting = setTimeout(() => void inTurn(say), Math.random() * LONGEST_WAIT).unref();
  }

  async function leave(): Promise<void> {
    const left = current;
    current = null;
    clearTimeout(waiting);
    await left?.end().catch(() => {});
  }

  return {
    hold(name) {
      names.add(name);
      return inTurn(() => (current === null ? say() : take(current, name).catch(() => {})));
    },
    async release(name) {
      names.delete(name);
      // The others are held on: what is of nobody any more is asked for by nobody.
      if (names.size === 0) await leave();
    },
    async releaseAll() {
      names.clear();
      await leave();
    },
  };
}

function clientOf(address: string): Client {
  const client = new Client({
    connectionString: address,
    application_name: "tocsin presence",
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
    keepAlive: true,
  });
  client.on("error", () => {});
  return client;
}

async function take(client: Client, name: string): Promise<void> {
  await sessionOf(client).run(sql`select pg_advisory_lock(${keyOf(name)})`);
}

/** Whether a process holds that name; none begins to until the end of the transaction where none does. */
export async function isPresent(session: Session, name: string): Promise<boolean> {
  const row = await session.get<{ readonly taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(${keyOf(name)}) as taken`,
  );
  return row?.taken !== true;
}

/** As many Tocsins as there are schemas may lie in one database. */
function keyOf(name: string): SQL {
  return sql`hashtextextended('tocsin ' || current_schema() || ' ' || ${name}, 0)`;
}
