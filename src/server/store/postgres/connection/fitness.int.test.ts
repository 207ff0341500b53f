import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../../../domain/filter.ts";
import { HEAD, opening, valueOf } from "../../conformance/subject.ts";
import { openPostgresStore } from "../postgres-store.ts";
import { ask, describePostgres, scratchSchema } from "./database.fixture.ts";
import { refuseUnfit } from "./fitness.ts";
import { createPrimary } from "./primary.ts";

/** There is no package of it for npm, so it may be missing. */
const BOUNCER = process.env["TEST_PGBOUNCER"] ?? "pgbouncer";
const isThere = spawnSync(BOUNCER, ["--version"]).status === 0;
const why = isThere ? "" : " (skipped: there is no pgbouncer; TEST_PGBOUNCER names one)";

describePostgres("a server that is asked whether a node can work on it", () => {
  test("may be PostgreSQL itself", async () => {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    await expect(refuseUnfit(createPrimary(url))).resolves.toBeUndefined();
  });

  describe.skipIf(!isThere)(`behind PgBouncer${why}`, () => {
    test("may be given away after each session, and then limits what waits all the same", async () => {
      const url = await behind("session");
      const store = await openPostgresStore(url, { onRefused: () => {} });
      onTestFinished(() => store.close());
      valueOf(await store.execute([opening()], null));
      expect(valueOf(await store.page(EVERYTHING, HEAD, 9)).alerts).toHaveLength(1);
      const limit = sql`select current_setting('idle_in_transaction_session_timeout') as silent`;
      expect(await store.context.database.all(limit)).toEqual([{ silent: "2s" }]);
    });

    test("may not be given away after each transaction", async () => {
      const opening = openPostgresStore(await behind("transaction"), { onRefused: () => {} });
      await expect(opening).rejects.toThrow(/after each transaction.*pool_mode = session/u);
    });
  });
});

/** The address of an empty database behind a PgBouncer that gives its connections away after each of those, as it comes. */
async function behind(mode: "session" | "transaction"): Promise<string> {
  const { url, drop } = await scratchSchema();
  onTestFinished(drop);
  const database = `b_${randomUUID().replaceAll("-", "")}`;
  await ask(url, `create database ${database}`);
  onTestFinished(() => ask(url, `drop database ${database} (force)`));
  const folder = await mkdtemp(path.join(tmpdir(), "tocsin-bouncer-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const server = new URL(url);
  const host = server.searchParams.get("host") ?? server.hostname;
  const user = server.searchParams.get("user") ?? server.username;
  const password = server.password === "" ? "" : ` password=${server.password}`;
  const ini = `
    [databases]
    * = host=${host} port=${server.port || 5432} user=${user}${password}
    [pgbouncer]
    unix_socket_dir = ${folder}
    listen_addr =
    auth_type = any
    pool_mode = ${mode}
    default_pool_size = 50`;
  const file = path.join(folder, "pgbouncer.ini");
  await writeFile(file, ini.replaceAll(/^ +/gmu, ""));
  await start(folder, file);
  const socket = `host=${encodeURIComponent(folder)}&port=6432&user=${user}`;
  return `postgresql:///${database}?${socket}`;
}

/** It refuses to run as root, as PostgreSQL does. */
async function start(folder: string, file: string): Promise<void> {
  const user = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  const bouncer = spawn(BOUNCER, [file], { ...user, stdio: ["ignore", "ignore", "pipe"] });
  onTestFinished(() => void bouncer.kill("SIGTERM"));
  await listening(bouncer);
}

function idOf(flag: string): number {
  return Number(spawnSync("id", [flag, "nobody"]).stdout);
}

async function listening({ stderr }: ChildProcess): Promise<void> {
  let said = "";
  for await (const chunk of stderr ?? []) {
    said += String(chunk);
    if (said.includes("process up")) return;
  }
  throw new Error(`PgBouncer has not started: ${said}`);
}
