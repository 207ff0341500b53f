import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { describe, inject } from "vitest";
import { serverUrl } from "./test-server.fixture.ts";

/** Where the PostgreSQL of this run is; null where no binary fits, and the suites that need it are skipped. */
const TEST_SERVER: string | null = await serverUrl(inject("postgresFolder"));

/** A suite that needs PostgreSQL: skipped by its name, which says why, where there is none. */
export function describePostgres(name: string, suite: () => void): void {
  const why = "skipped: there is no PostgreSQL for this platform; TEST_DATABASE_URL names one";
  if (TEST_SERVER === null) describe.skip(`${name} (${why})`, suite);
  else describe(name, suite);
}

/** The address of an empty schema of its own, and how to leave nothing of it. */
export async function scratchSchema(): Promise<{ url: string; drop: () => Promise<void> }> {
  if (TEST_SERVER === null) throw new Error("There is no PostgreSQL.");
  const server = TEST_SERVER;
  const schema = `t_${randomUUID().replaceAll("-", "")}`;
  await ask(server, `create schema ${schema}`);
  const url = new URL(server);
  url.searchParams.set("options", `-c search_path=${schema},public`);
  // By which its connections are known from those of other tests.
  url.searchParams.set("application_name", schema);
  return { url: url.href, drop: () => ask(server, `drop schema ${schema} cascade`) };
}

/** Does one thing over a connection of its own, beside whatever is tested. */
export async function ask(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Ends all other connections to that schema, in whatever they are. */
export function endConnections(url: string): Promise<void> {
  return ask(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity
      where pid <> pg_backend_pid() and application_name = current_setting('application_name')`,
  );
}
