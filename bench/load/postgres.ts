import { randomUUID } from "node:crypto";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import {
  endServer,
  serverUrl,
} from "../../src/server/store/postgres/connection/test-server.fixture.ts";

/** As one in use has them: what is answered is on disk, as in SQLite. The rest is as it comes. */
const SETTINGS = ["fsync=on", "shared_buffers=256MB"];

/** A PostgreSQL for one benchmark, and nothing else in it. */
export interface Postgres extends AsyncDisposable {
  /** The process whose children answer. */
  readonly pid: number;
  /** The address of a database of its own, without anything. */
  empty(): Promise<string>;
}

/** Rejects where there are no binaries for this platform. */
export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(path.join(tmpdir(), "tocsin-bench-postgres-"));
  const server = await serverUrl(folder, SETTINGS);
  if (server === null) throw new Error("There is no PostgreSQL for this platform.");
  const [pid] = (await readFile(path.join(folder, "data/postmaster.pid"), "utf8")).split("\n");
  return {
    pid: Number(pid),
    async empty() {
      const name = `b_${randomUUID().replaceAll("-", "")}`;
      await ask(server, `create database ${name}`);
      const url = new URL(server);
      url.pathname = `/${name}`;
      return url.href;
    },
    [Symbol.asyncDispose]: () => endServer(folder),
  };
}

/** Does one thing over a connection of its own, and gives the rows of it. */
export async function ask<Row>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as Row[];
  } finally {
    await client.end();
  }
}
