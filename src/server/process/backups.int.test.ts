import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { IncomingMessage, request } from "node:http";
import { once } from "node:events";
import path from "node:path";
import { zstdDecompressSync } from "node:zlib";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { backupName } from "../../domain/backup-name.ts";
import { auditSchema } from "../../protocol/people.ts";
import { backupsSchema, oneBackupPlanSchema } from "../../protocol/backups.ts";
import { oneOperationSchema, operationsSchema } from "../../protocol/operations.ts";
import { pageSchema } from "../../protocol/page.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { problemOf } from "./server.fixture.ts";
import { bearer, startTeam, type Team } from "./team.fixture.ts";

async function start(
  environment: Readonly<Record<string, string>> = {},
  options: Parameters<typeof startTeam>[1] = {},
) {
  const folder = `${scratchFile()}-backups`;
  const team = await startTeam({ BACKUP_DIR: folder, ...environment }, options);
  onTestFinished(() => team.server.stop());
  return { ...team, folder };
}

async function backups({ rule }: Team) {
  return v.parse(backupsSchema, (await rule("GET", "/api/backups")).json).backups;
}

async function operation({ rule }: Team, id: number) {
  const { json } = await rule("GET", `/api/operations/${id}`);
  return v.parse(oneOperationSchema, json).operation;
}

/** Begins a backup, and waits until it has ended. */
async function backUp(team: Team) {
  const answer = await team.rule("POST", "/api/backups");
  expect(answer.status).toBe(202);
  const { id, kind, state } = v.parse(oneOperationSchema, answer.json).operation;
  expect([kind, state]).toEqual(["backup", "running"]);
  await expect.poll(async () => (await operation(team, id)).state).not.toBe("running");
  return operation(team, id);
}

async function audited({ rule }: Team) {
  const { json } = await rule("GET", "/api/audit?limit=5");
  return v.parse(auditSchema, json).entries.map(({ type, actor, on }) => [type, actor, on]);
}

/** What a file has, as bytes, for whoever may have it. */
async function download({ server, enter, origin }: Team, name: string, headers = {}) {
  const cookie = await enter("Mira");
  const asked = request({
    port: server.port,
    path: `/api/backups/${name}`,
    headers: { cookie, origin, ...headers },
  });
  asked.end();
  const heard: unknown[] = await once(asked, "response");
  const [response] = heard;
  if (!(response instanceof IncomingMessage)) throw new Error("There is no response.");
  const bytes = Buffer.concat((await response.toArray()) as Buffer[]);
  return { status: response.statusCode, headers: response.headers, bytes };
}

test("a backup is an operation, and then a file that can be taken away", async () => {
  const team = await start();
  await team.server.store.execute([], null);
  const done = await backUp(team);
  const [backup] = await backups(team);
  expect(done).toMatchObject({ state: "done", result: backup, problem: null });
  if (backup === undefined) throw new Error("There is none.");
  const { status, headers, bytes } = await download(team, backup.name);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    "content-type": "application/zstd",
    "content-length": String(backup.bytes),
    "accept-ranges": "bytes",
    "content-disposition": `attachment; filename="${backup.name}"`,
  });
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(backup.sha256);
  expect(zstdDecompressSync(bytes).toString("latin1", 0, 15)).toBe("SQLite format 3");
});

test("a part of it is sent to whoever asks for that", async () => {
  const team = await start();
  await backUp(team);
  const [backup] = await backups(team);
  if (backup === undefined) throw new Error("There is none.");
  const { bytes: whole } = await download(team, backup.name);
  const part = async (range: string, more = {}) => {
    const { status, headers, bytes } = await download(team, backup.name, { range, ...more });
    return [status, headers["content-range"], bytes] as const;
  };
  const { length } = whole;
  expect(await part("bytes=0-9")).toEqual([206, `bytes 0-9/${length}`, whole.subarray(0, 10)]);
  expect(await part("bytes=100-")).toEqual([
    206,
    `bytes 100-${length - 1}/${length}`,
    whole.subarray(100),
  ]);
  expect(await part("bytes=-10")).toEqual([
    206,
    `bytes ${length - 10}-${length - 1}/${length}`,
    whole.subarray(-10),
  ]);
  expect((await part(`bytes=0-${length * 2}`))[2]).toEqual(whole);
  for (const none of [`bytes=${length}-`, "bytes=-0"])
    expect((await part(none)).slice(0, 2)).toEqual([416, `bytes */${length}`]);
  for (const all of ["bytes=9-1", "bytes=0-1,3-4", "lines=1-2", "bytes=-"])
    expect(await part(all)).toEqual([200, undefined, whole]);
  const tag = `"${backup.sha256}"`;
  expect((await part("bytes=0-9", { "if-range": tag }))[0]).toBe(206);
  expect((await part("bytes=0-9", { "if-range": '"another"' }))[0]).toBe(200);
});

test("only an admin sees, makes, takes and removes them, and the audit says so", async () => {
  const team = await start();
  await backUp(team);
  const [backup] = await backups(team);
  if (backup === undefined) throw new Error("There is none.");
  const key = await team.key(["read", "operate"]);
  await team.add("Otto", "operator");
  const cookie = await team.enter("Otto");
  for (const headers of [bearer(key), { cookie, origin: team.origin }]) {
    for (const [method, asked] of [
      ["GET", "/api/backups"],
      ["GET", "/api/backup-plan"],
      ["POST", "/api/backups"],
      ["GET", `/api/backups/${backup.name}`],
      ["DELETE", `/api/backups/${backup.name}`],
      ["GET", "/api/operations"],
      ["POST", "/api/operations/1/cancel"],
    ] as const)
      expect(problemOf(await team.ask({ method, path: asked, headers }))).toEqual([
        403,
        "not-allowed",
      ]);
  }
  await download(team, backup.name);
  expect((await team.rule("DELETE", `/api/backups/${backup.name}`)).status).toBe(204);
  expect(await backups(team)).toEqual([]);
  expect(readdirSync(team.folder)).toEqual(["lock"]);
  const on = `backup:${backup.name}`;
  expect((await audited(team)).filter(([type]) => /backup/u.test(type ?? ""))).toEqual([
    ["backup-removed", "user:Mira", on],
    ["backup-downloaded", "user:Mira", on],
  ]);
});

test.each([
  backupName("2020-01-01T00:00:00.000Z"),
  "..",
  "%2e%2e%2fsecret",
  "..%2fsecret",
  "lock",
  "tocsin.db",
])("nothing is found or removed by the name %s", async (name) => {
  const team = await start();
  mkdirSync(team.folder, { recursive: true });
  writeFileSync(path.join(team.folder, "../secret"), "kept");
  onTestFinished(() => rmSync(path.join(team.folder, "../secret")));
  const cookie = await team.enter("Mira");
  for (const method of ["GET", "DELETE"]) {
    const asked = await team.ask({
      method,
      path: `/api/backups/${name}`,
      headers: { cookie, origin: team.origin },
    });
    expect(asked.status).toBe(404);
    expect(asked.text).not.toContain("kept");
  }
  expect(readFileSync(path.join(team.folder, "../secret"), "utf8")).toBe("kept");
});

test("one that cannot be made fails, opens an alert, and the next that can resolves it", async () => {
  const team = await start();
  writeFileSync(team.folder, "a file where the folder is to be");
  const failed = await backUp(team);
  expect(failed).toMatchObject({ state: "failed", problem: { code: "backup-unwritable" } });
  const statuses = async () => {
    const { json } = await team.rule("GET", "/api/alerts?source=tocsin");
    return v.parse(pageSchema, json).alerts.map(({ title, status }) => [title, status]);
  };
  await expect.poll(statuses).toEqual([["A backup failed", "firing"]]);
  rmSync(team.folder);
  expect(await backUp(team)).toMatchObject({ state: "done" });
  await expect.poll(statuses).toEqual([["A backup failed", "resolved"]]);
  expect(await backUp(team)).toMatchObject({ state: "done" });
  expect(await statuses()).toEqual([["A backup failed", "resolved"]]);
});

test("the plan says when they are made, where they lie and which stay, and how long alerts do", async () => {
  const plan = async ({ rule }: Team) =>
    v.parse(oneBackupPlanSchema, (await rule("GET", "/api/backup-plan")).json).plan;
  const told = await start({
    BACKUP_SCHEDULE: "0 * * * *",
    BACKUP_KEEP: "3d",
    RETENTION: "90d",
  });
  const { next, ...rest } = (await plan(told)) ?? {};
  expect(Date.parse(next ?? "")).toBeGreaterThan(Date.now());
  expect(rest).toEqual({
    folder: told.folder,
    isFolderNamed: true,
    schedule: "0 * * * *",
    keep: { type: "spread", days: 3, weeks: 0, months: 0 },
    retention: { resolved: "90d", trash: null },
  });
  const untold = await start({ BACKUP_DIR: "" });
  expect(await plan(untold)).toMatchObject({
    folder: expect.stringMatching(/\/backups$/u),
    isFolderNamed: false,
    schedule: null,
    next: null,
  });
});

test("what is not to be kept goes when the next one is made", async () => {
  const team = await start({ BACKUP_KEEP: "2" });
  const names: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    await backUp(team);
    names.unshift((await backups(team))[0]?.name ?? "");
  }
  await expect
    .poll(async () => (await backups(team)).map(({ name }) => name))
    .toEqual(names.slice(0, 2));
});

test("one that is under way can be cancelled, and leaves nothing", async () => {
  const team = await start();
  const { server, rule, folder } = team;
  const db = new Database(server.databaseFile);
  db.exec("create table weight (x); insert into weight values (zeroblob(100000000))");
  db.close();
  const { json } = await rule("POST", "/api/backups");
  const { id } = v.parse(oneOperationSchema, json).operation;
  const again = await team.ask({
    method: "POST",
    path: "/api/backups",
    headers: { cookie: await team.enter("Mira"), origin: team.origin },
  });
  expect(problemOf(again)).toEqual([409, "operation-running"]);
  await expect.poll(async () => (await operation(team, id)).progress.done).toBeGreaterThan(0);
  expect((await rule("POST", `/api/operations/${id}/cancel`)).status).toBe(202);
  await expect.poll(async () => (await operation(team, id)).state).toBe("cancelled");
  expect(readdirSync(folder)).toEqual(["lock"]);
  const listed = v.parse(operationsSchema, (await rule("GET", "/api/operations")).json);
  expect(listed.operations).toMatchObject([{ id, kind: "backup", state: "cancelled" }]);
  const on = `operation:${id}`;
  expect((await audited(team)).filter(([type]) => /operation/u.test(type ?? ""))).toEqual([
    ["operation-cancelled", "user:Mira", on],
    ["operation-started", "user:Mira", on],
  ]);
});
