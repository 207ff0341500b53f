import { Client } from "pg";
import { addressesOf } from "./addresses.ts";
import { isCut, isReadOnly } from "./refusal.ts";

/** How long (ms) a server is waited for, where there are others. */
const ANSWERS_WITHIN = 2_000;

/** Knows which of several servers takes writes. */
export interface Primary {
  /** Its address. Rejects where there is none now, with what the last that was asked has said. */
  address(): Promise<string>;
  /** Has it looked for again, where an error says that it may be another by now. */
  doubt(error: unknown): void;
}

/** Asks each server that a URL names whether it is the one that others copy; a single one is taken at its word. */
export function createPrimary(url: string): Primary {
  const addresses = addressesOf(url);
  const [only = url, ...others] = addresses;
  let found: Promise<string> | null = others.length === 0 ? Promise.resolve(only) : null;

  async function find(): Promise<string> {
    let reason: unknown = null;
    for (const address of addresses) {
      try {
        if (!(await isInRecovery(address))) return address;
        reason = Object.assign(new Error("Each server copies another."), { code: "25006" });
      } catch (error) {
        // One that copies is there and will be promoted: that says more than that another is gone.
        reason ??= error;
      }
    }
    throw reason;
  }

  function address(): Promise<string> {
    found ??= find().catch((error: unknown) => {
      found = null;
      throw error;
    });
    return found;
  }

  function doubt(error: unknown): void {
    if (others.length > 0 && (isCut(error) || isReadOnly(error))) found = null;
  }

  return { address, doubt };
}

async function isInRecovery(address: string): Promise<boolean> {
  const client = new Client({
    connectionString: address,
    connectionTimeoutMillis: ANSWERS_WITHIN,
    query_timeout: ANSWERS_WITHIN,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ copies: boolean }>(
      "select pg_is_in_recovery() as copies",
    );
    return rows[0]?.copies === true;
  } finally {
    await client.end().catch(() => {});
  }
}
