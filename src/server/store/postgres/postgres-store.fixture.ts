import { onTestFinished } from "vitest";
import { scratchSchema } from "./connection/database.fixture.ts";
import { openPostgresStore } from "./postgres-store.ts";

/** The address of a database of its own, empty and gone after the test. */
export async function scratchDatabase(): Promise<string> {
  const { url, drop } = await scratchSchema();
  onTestFinished(drop);
  return url;
}

const SILENT = { onRefused: () => {} };

/** The store of a database of its own; whoever opens it closes it. */
export async function openScratchStore() {
  return openPostgresStore(await scratchDatabase(), SILENT);
}

/** Nodes on one database, which is theirs alone. */
export async function openNodes() {
  const url = await scratchDatabase();
  async function open() {
    const store = await openPostgresStore(url, SILENT);
    onTestFinished(() => store.close());
    return store;
  }
  return Promise.all([open(), open(), open()]);
}
