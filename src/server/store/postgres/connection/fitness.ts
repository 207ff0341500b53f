import { Client } from "pg";
import type { Primary } from "./primary.ts";

/** How long (ms) a server is waited for. */
const ANSWERS_WITHIN = 5_000;
/** Looks at whether a connection stays with its server: between two of them somebody else may have come in between. */
const LOOKS = 3;

/**
 * Throws where a node cannot work on what answers: a server that copies another takes no writes, and behind a pool that gives
 * connections away after each transaction two nodes could hold one lock, and none would hear a notice.
 */
export async function refuseUnfit(primary: Primary): Promise<void> {
  const address = await primary.address();
  await using client = await connect(address);
  if (await isInRecovery(client)) {
    throw new Error(
      "the server copies another and takes no writes; name the one that does, or all of them with commas between",
    );
  }
  if (isDirect(client, await processOf(client))) return;
  for (let look = 0; look < LOOKS; look += 1) {
    if (!(await isGivenAway(client, address))) continue;
    throw new Error(
      "a pool lies before it that gives connections away after each transaction, and a node keeps locks of its own; " +
        "name PostgreSQL itself, or a pool that does so after each session (PgBouncer: pool_mode = session)",
    );
  }
}

type Connected = Client & AsyncDisposable;

async function connect(address: string): Promise<Connected> {
  const client = new Client({
    connectionString: address,
    application_name: "tocsin",
    connectionTimeoutMillis: ANSWERS_WITHIN,
    query_timeout: ANSWERS_WITHIN,
  });
  client.on("error", () => {});
  await client.connect();
  return Object.assign(client, {
    [Symbol.asyncDispose]: () => client.end().catch(() => {}),
  });
}

async function isInRecovery(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ copies: boolean }>("select pg_is_in_recovery() as copies");
  return rows[0]?.copies === true;
}

/** Which process of the server answers. */
async function processOf(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid;
}

/** Whether that process is the one that was named when the connection was made: a pool names itself. */
function isDirect(client: Client, process: number | undefined): boolean {
  return "processID" in client && client.processID === process;
}

/** Whether another gets the server's end of a connection while that is idle: then it is given another the next time. */
async function isGivenAway(client: Client, address: string): Promise<boolean> {
  const before = await processOf(client);
  await using other = await connect(address);
  await other.query("begin");
  await processOf(other);
  return (await processOf(client)) !== before;
}
