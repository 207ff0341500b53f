import { Client } from "pg";
import type { Primary } from "./primary.ts";

/** Longest wait (ms) before a connection that ended is made anew; nodes do not come back all at once. */
const LONGEST_WAIT = 2_000;

/**
 * Listens for notices under a name that is an expression in SQL, over a connection of its own: `told` is called for each with what it says,
 * and with null whenever it begins to listen, since there may have been some before. Where there are none, as behind a pool that
 * gives connections away, whoever depends on them looks by themselves.
 */
export function listen(
  primary: Primary,
  channel: string,
  told: (words: string | null) => void,
): { close: () => Promise<void> } {
  let client: Client | null = null;
  let waiting: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function connect(): Promise<void> {
    const address = await primary.address();
    if (isClosed) return;
    const made = new Client({
      connectionString: address,
      application_name: "tocsin listener",
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client = made;
    made.on("error", () => {});
    made.on("end", () => lose(made));
    made.on("notification", ({ payload }) => told(payload ?? null));
    await made.connect();
    const { rows } = await made.query<{ name: string }>(`select quote_ident(${channel}) as name`);
    await made.query(`listen ${rows[0]?.name}`);
    told(null);
  }

  /** Also of one that is there and does not listen, as of a server that copies another, nothing is left. */
  function lose(lost: Client | null): void {
    if (lost !== client || isClosed) return;
    client = null;
    void lost?.end().catch(() => {});
    clearTimeout(waiting);
    waiting = setTimeout(start, Math.random() * LONGEST_WAIT);
  }

  function start(): void {
    connect().catch((error: unknown) => {
      primary.doubt(error);
      lose(client);
    });
  }

  start();
  return {
    async close() {
      isClosed = true;
      clearTimeout(waiting);
      await client?.end().catch(() => {});
    },
  };
}
