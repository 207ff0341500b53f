import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endServer } from "../../src/server/store/postgres/connection/test-server.fixture.ts";
import { POSTGRES_FOLDER } from "./postgres.ts";

/** Names the folder of the PostgreSQL of this run, which the first test that needs it starts. */
export default async function setUp(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-e2e-postgres-"));
  process.env[POSTGRES_FOLDER] = folder;
  return () => endServer(folder);
}
