import { randomUUID } from "node:crypto";
import { test } from "@playwright/test";
import { Client } from "pg";
import { serverUrl } from "../../src/server/store/postgres/connection/test-server.fixture.ts";

/** The project whose tests run on PostgreSQL, and the variable that names the folder of the one for this run. */
export const POSTGRES = "postgres";
export const POSTGRES_FOLDER = "TOCSIN_E2E_POSTGRES";

/** A schema of its own in the PostgreSQL of this run. Skips the test where there is none for this platform. */
export async function emptySchema(): Promise<Schema> {
  const folder = process.env[POSTGRES_FOLDER];
  const server = folder === undefined ? null : await serverUrl(folder);
  if (server === null) {
    test.skip(true, "there is no PostgreSQL for this platform; TEST_DATABASE_URL names one");
    throw new Error("There is no PostgreSQL.");
  }
  const name = `e2e_${randomUUID().replaceAll("-", "")}`;
  await ask(server, `create schema ${name}`);
  const url = new URL(server);
  // By which its connections are told from those of other tests.
  url.searchParams.set("application_name", name);
  url.searchParams.set("options", `-c search_path=${name},public`);
  return new Schema(url.href, name, server);
}

/** Where the nodes of one test keep everything. */
export class Schema {
  /** What `DATABASE_URL` names. */
  readonly url: string;
  readonly #name: string;
  readonly #server: string;

  constructor(url: string, name: string, server: string) {
    this.url = url;
    this.#name = name;
    this.#server = server;
  }

  /** The rows of one statement. */
  ask<Row>(statement: string): Promise<Row[]> {
    return ask(this.url, statement);
  }

  /** Ends every connection of the nodes as a failure would, whatever it is amid. */
  async cut(): Promise<void> {
    await this.ask(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = '${this.#name}' and pid <> pg_backend_pid()`);
  }

  async drop(): Promise<void> {
    await ask(this.#server, `drop schema ${this.#name} cascade`);
  }
}

async function ask<Row>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as Row[];
  } finally {
    await client.end();
  }
}
