import { sql } from "drizzle-orm";
import { Client } from "pg";
import { type Session, sessionOf, TYPES } from "./database.ts";
import { createPrimary } from "./primary.ts";
import { asRefusal, causeOf, refusalOf } from "./refusal.ts";

/** How long (ms) a server is waited for. */
const CONNECTS_WITHIN = 5_000;
/**
 * How long (s) one side hears nothing before its system asks that of the other whether it is there, which Node does ten
 * times, once a second. Else both wait for two hours: a command for an answer, and a server, with its locks, for a command.
 */
const SILENT_FOR = 10;
const KEEPALIVE = `set tcp_keepalives_idle = ${SILENT_FOR}; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 10`;

/** A connection of its own, over which a statement may take as long as it does, and nobody asks for a word in between. */
export interface Patient extends Session {
  readonly close: () => Promise<void>;
}

/** Opens one to whichever server takes writes. Rejects where none can be reached: with a Refusal where that may pass. */
export async function openPatient(url: string): Promise<Patient> {
  try {
    return await connect(await createPrimary(url).address());
  } catch (error) {
    if (refusalOf(error) !== null) throw asRefusal(error);
    throw new Error(`The database cannot be reached: ${causeOf(error)}`, { cause: error });
  }
}

async function connect(address: string): Promise<Patient> {
  const client = new Client({
    connectionString: address,
    application_name: "tocsin",
    connectionTimeoutMillis: CONNECTS_WITHIN,
    types: TYPES,
    keepAlive: true,
    keepAliveInitialDelayMillis: SILENT_FOR * 1_000,
    // One statement is sent while another is done.
    pipeline: true,
    statement_timeout: 0,
    lock_timeout: 0,
    idle_in_transaction_session_timeout: 0,
  });
  // Whoever waits for its answer hears that it ended.
  client.on("error", () => {});
  await client.connect();
  const patient = { ...sessionOf(client), close: () => client.end().catch(() => {}) };
  await patient.run(sql.raw(KEEPALIVE));
  return patient;
}
