import { closeSync, openSync, writeSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { problemOf, send, startServer } from "../server.fixture.ts";
import { openScratch } from "../store/database.fixture.ts";
import { scratchFile } from "../store/scratch.fixture.ts";
import { aReport } from "../../shared/history.arbitrary.ts";

/** Writes over the page in which the first alerts lie. */
function spoil(file: string): void {
  const db = new Database(file);
  const sql = "select pageno, pgsize from dbstat where name = 'alerts' order by path";
  const pages = db.prepare<[], { pageno: number; pgsize: number }>(sql).all();
  const [, leaf = { pageno: 0, pgsize: 0 }] = pages;
  db.close();
  const handle = openSync(file, "r+");
  writeSync(
    handle,
    Buffer.alloc(leaf.pgsize, 0xa5),
    0,
    leaf.pgsize,
    (leaf.pageno - 1) * leaf.pgsize,
  );
  closeSync(handle);
}

test("what lies on a damaged page is a 503 with a code, and the rest is served", async () => {
  const file = scratchFile();
  using scratch = openScratch(file);
  const report = aReport({ fingerprint: null, description: "x".repeat(500) });
  scratch.perform(Array.from({ length: 50 }, () => ({ type: "Report" as const, report })));
  scratch.tables.$client.pragma("wal_checkpoint(TRUNCATE)");
  spoil(file);

  const server = await startServer({ DATABASE_URL: `file:${file}` });
  onTestFinished(server.stop);
  const get = (path: string) => send(server.port, { path });
  for (const path of [
    "/api/alerts/1",
    "/api/alerts?at=2000-01-01T00:00:00Z",
    "/api/alerts?q=disk&limit=200",
  ]) {
    expect([path, ...problemOf(await get(path))]).toEqual([path, 503, "store-broken"]);
  }
  expect((await get("/api/alerts/50")).status).toBe(200);
  expect((await get("/api/alerts?limit=5")).status).toBe(200);
});
