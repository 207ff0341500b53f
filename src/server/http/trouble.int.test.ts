import { closeSync, openSync, writeSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { problemOf, send, startServer } from "../process/server.fixture.ts";
import { openScratch } from "../store/sqlite/database.fixture.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { aReport } from "../../domain/history.arbitrary.ts";

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

/** A server whose first alerts, of fifty, lie on a damaged page. */
async function startSpoilt() {
  const file = scratchFile();
  using scratch = openScratch(file);
  const report = aReport({ fingerprint: null, description: "x".repeat(500) });
  scratch.perform(Array.from({ length: 50 }, () => ({ type: "Report" as const, report })));
  scratch.tables.$client.pragma("wal_checkpoint(TRUNCATE)");
  spoil(file);
  const server = await startServer({ DATABASE_URL: `file:${file}` });
  onTestFinished(server.stop);
  return server;
}

test("what lies on a damaged page is a 503 with a code, and the rest is served", async () => {
  const { port } = await startSpoilt();
  for (const path of [
    "/api/alerts/1",
    "/api/alerts?at=2000-01-01T00:00:00Z",
    "/api/alerts?q=disk&limit=200",
  ]) {
    expect([path, ...problemOf(await send(port, { path }))]).toEqual([path, 503, "store-broken"]);
  }
  expect((await send(port, { path: "/api/alerts/50" })).status).toBe(200);
  expect((await send(port, { path: "/api/alerts?limit=5" })).status).toBe(200);
});

test("who writes to a damaged page does not take those down that write elsewhere", async () => {
  const { port } = await startSpoilt();
  const post = () => send(port, { method: "POST", path: "/api/alerts", body: { title: "New" } });
  const spoilt = () => send(port, { method: "POST", path: "/api/alerts/1/acknowledge" });
  const asked = [post, post, spoilt, post, spoilt, post, post].map((ask) => ask());
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses).toEqual([200, 200, 503, 200, 503, 200, 200]);
});
