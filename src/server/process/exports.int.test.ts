import { once } from "node:events";
import { IncomingMessage, request } from "node:http";
import { writeFileSync } from "node:fs";
import { zstdDecompressSync } from "node:zlib";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { aReport } from "../../domain/history.arbitrary.ts";
import { auditSchema } from "../../protocol/people.ts";
import { operationsSchema } from "../../protocol/operations.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { importLog } from "../store/sqlite/log-text/import-log.ts";
import { finish } from "../store/sqlite/log-text/log-text.fixture.ts";
import { problemOf } from "./server.fixture.ts";
import { bearer, startTeam, type Team } from "./team.fixture.ts";

async function start(options: Parameters<typeof startTeam>[1] = {}) {
  const team = await startTeam({ BACKUP_DIR: `${scratchFile()}-backups` }, options);
  onTestFinished(() => team.server.stop());
  for (const fingerprint of ["f1", "f2", "f3"]) await report(team, fingerprint);
  return team;
}

async function report({ server }: Team, fingerprint: string, description = ""): Promise<void> {
  const report = aReport({ fingerprint, labels: { of: fingerprint }, description });
  await server.store.execute([{ type: "Report", report }], null);
}

/** Asks as an admin, and hears the beginning of the answer. */
async function ask({ server, enter, origin }: Team, query = "", method = "GET") {
  const headers = { cookie: await enter("Mira"), origin };
  const asked = request({ port: server.port, path: `/api/export${query}`, method, headers });
  asked.end();
  const heard: unknown[] = await once(asked, "response");
  const [response] = heard;
  if (!(response instanceof IncomingMessage)) throw new Error("There is no response.");
  return response;
}

async function take(team: Team, query = "") {
  const response = await ask(team, query);
  const bytes = Buffer.concat((await response.toArray()) as Buffer[]);
  return { response, bytes };
}

function lines(bytes: Buffer) {
  return zstdDecompressSync(bytes).toString().trimEnd().split("\n");
}

async function operations({ rule }: Team) {
  return v.parse(operationsSchema, (await rule("GET", "/api/operations")).json).operations;
}

/** Fills a log with what does not compress, so that an export takes a while and many bytes. */
function weigh({ server }: Team): void {
  const db = new Database(server.databaseFile);
  db.exec(`with recursive n(x) as (values(1) union all select x + 1 from n where x < 600)
    insert into events select (select max(seq) from events) + x, 1, 'AlertNoted', 1, recorded_at, 'operator',
      json_object('text', hex(randomblob(20000))) from n, (select recorded_at from events order by seq desc limit 1)`);
  db.close();
}

test("an export is sent as it is made, can be imported, and is in the list and in the audit", async () => {
  const team = await start();
  const { response, bytes } = await take(team);
  expect(response.statusCode).toBe(200);
  expect(response.headers).toMatchObject({
    "content-type": "application/zstd",
    "cache-control": "no-store",
    "content-disposition": expect.stringMatching(
      /^attachment; filename="tocsin-[\dTZ-]+\.jsonl\.zst"$/u,
    ),
  });
  expect(lines(bytes)).toHaveLength(5);
  const from = `${scratchFile()}.jsonl.zst`;
  writeFileSync(from, bytes);
  expect(await finish(importLog({ from, file: scratchFile() }))).toEqual({ alerts: 3, events: 3 });
  await expect
    .poll(() => operations(team))
    .toMatchObject([
      {
        kind: "export",
        state: "done",
        result: { alerts: 3, events: 3, bytes: bytes.length },
        progress: { done: 3, total: 3, unit: "events" },
      },
    ]);
  const audit = v.parse(auditSchema, (await team.rule("GET", "/api/audit?limit=50")).json);
  expect(audit.entries.filter(({ type }) => type === "operation-started")).toMatchObject([
    { actor: "user:Mira", detail: { kind: "export" } },
  ]);
});

test("of a part there are the alerts of a filter and of a time", async () => {
  const team = await start();
  const [header = "", ...rest] = lines((await take(team, "?label=of=f2")).bytes);
  expect(JSON.parse(header)).toMatchObject({ part: "label=of%3Df2", floor: null });
  expect(rest.slice(0, -1).map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { seq: 2, alertId: 2, type: "AlertOpened" },
  ]);
  expect(lines((await take(team, "?to=2020-01-01T00:00:00Z")).bytes)).toHaveLength(2);
  for (const [query, parameter] of [
    ["?from=yesterday", "from"],
    ["?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "to"],
    ["?status=gone", "status"],
    ["?label=env!~(", "label"],
  ]) {
    const headers = { cookie: await team.enter("Mira"), origin: team.origin };
    const refused = await team.ask({ path: `/api/export${query}`, headers });
    expect(problemOf(refused)).toEqual([400, "invalid-parameter"]);
    expect(refused.text).toContain(parameter);
  }
});

test("it is an admin's alone, and to ask for its head begins none", async () => {
  const team = await start();
  const key = await team.key(["read", "operate"]);
  const refused = await team.ask({ path: "/api/export", headers: bearer(key) });
  expect(problemOf(refused)).toEqual([403, "not-allowed"]);
  const head = await ask(team, "", "HEAD");
  expect([head.statusCode, head.headers["content-type"]]).toEqual([200, "application/zstd"]);
  expect(await operations(team)).toEqual([]);
});

test("it waits for whoever takes it, one at a time, and ends when they go", async () => {
  const team = await start();
  weigh(team);
  const response = await ask(team);
  const [{ id } = { id: 0 }] = await operations(team);
  const headers = { cookie: await team.enter("Mira"), origin: team.origin };
  const other = await team.ask({ path: "/api/export", headers });
  expect(problemOf(other)).toEqual([409, "operation-running"]);
  expect(other.headers["content-disposition"]).toBeUndefined();
  // All of it is some 12 MB: more than fits on the way to somebody who takes nothing.
  const doneOf = async () => (await operations(team))[0]?.progress.done ?? 0;
  await expect.poll(doneOf).toBeGreaterThan(0);
  expect((await operations(team))[0]).toMatchObject({ id, state: "running" });
  response.destroy();
  await expect
    .poll(async () => (await operations(team))[0])
    .toMatchObject({ id, state: "failed", problem: { code: "export-abandoned" } });
  expect(await doneOf()).toBeLessThan(603);
  expect(lines((await take(team)).bytes)).toHaveLength(605);
});

test("one that is cancelled does not end as if it were whole", async () => {
  const team = await start();
  weigh(team);
  const response = await ask(team);
  const [{ id } = { id: 0 }] = await operations(team);
  await team.rule("POST", `/api/operations/${id}/cancel`);
  await expect(response.toArray()).rejects.toThrow(/aborted/u);
  await expect.poll(async () => (await operations(team))[0]?.state).toBe("cancelled");
});
