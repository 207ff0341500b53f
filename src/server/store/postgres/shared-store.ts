import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { meta } from "../../../../db/postgres/schema.ts";
import type { OpenedStore } from "../opened-store.ts";
import { openDuty } from "./connection/duty.ts";
import { createPrimary } from "./connection/primary.ts";
import type { Context } from "./context.ts";
import { readFact } from "./log/facts.ts";
import { openPostgresStore, type PostgresStoreOptions } from "./postgres-store.ts";

/** What only the nodes of a database know. */
const SECRET = "secret";
const SECRET_BYTES = 32;

/** Everything that is kept in a database of PostgreSQL, for one of the nodes that share it. Rejects where it cannot be opened. */
export async function openSharedStore(
  url: string,
  options: PostgresStoreOptions,
): Promise<OpenedStore> {
  const store = await openPostgresStore(url, options);
  try {
    const secret = await sharedSecret(store.context);
    const duty = await openDuty(createPrimary(url), () => performance.now());
    return {
      ...store,
      secret,
      duty,
      async close() {
        // Whoever takes it over is to find all that was written on it.
        await store.close();
        await duty.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Made by the node that is there first. Rejects where it can neither be read nor made. */
async function sharedSecret({ database, write }: Context): Promise<Uint8Array> {
  const known = await readFact(database, SECRET);
  if (known !== null) return Buffer.from(known, "hex");
  const made = randomBytes(SECRET_BYTES).toString("hex");
  const kept = await write(async (writing) => {
    await writing.run(
      sql`insert into ${meta} (key, value) values (${SECRET}, ${made}) on conflict do nothing`,
    );
    return readFact(writing, SECRET);
  });
  if (!kept.ok) throw new Error(kept.problem.detail);
  return Buffer.from(kept.value ?? made, "hex");
}
