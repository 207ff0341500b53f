import { createHash } from "node:crypto";
import {
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
} from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { EVERYTHING } from "../../../../domain/filter.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { ALL } from "../../../../protocol/export.ts";
import { openScratch } from "../database.fixture.ts";
import { openAlone, openForReading, openForWriting } from "../file/database.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { rebuild } from "../log/rebuild.ts";
import { prepareRemoved } from "../log/removed.ts";
import { finish as finishAll } from "../file/transaction.ts";
import { dump, searchSettings } from "../models/read-models.fixture.ts";
import { exportTo } from "./export-log.ts";
import { importLog, removeImporting } from "./import-log.ts";
import {
  closed,
  exported,
  finish,
  linesIn,
  packed,
  place,
  prepare,
  refusalOf,
} from "./log-text.fixture.ts";

const MADE_UP = {
  header: '{"format":"tocsin-export","version":1,"floor":0,"part":null}',
  opened: (seq: number, alertId: number, fields: object = {}) =>
    JSON.stringify({
      seq,
      alertId,
      type: "AlertOpened",
      version: 2,
      recordedAt: "2026-01-01T00:00:00.000Z",
      actor: "source:monitor",
      data: {
        source: "monitor",
        fingerprint: `f${alertId}`,
        title: "Disk is full",
        description: "",
        severity: "error",
        labels: {},
        annotations: {},
        url: null,
        startedAt: "2026-01-01T00:00:00.000Z",
      },
      ...fields,
    }),
};

test("a database that is there keeps its people, its webhooks are told of nothing, and its mode stays", async () => {
  const { from } = prepare();
  const file = place();
  const tables = openForWriting(file);
  tables.$client
    .exec(`insert into users (name, folded_name, role, password_version, is_disabled, created_at)
      values ('Mira', 'mira', 'admin', 1, 0, 0);
    insert into webhooks (name, host, preset, filter, events, is_enabled, position, failures, since, not_before)
      values ('w', 'h', 'standard', '{}', '[]', 1, 0, 0, 0, 0)`);
  const epoch = String(
    tables.$client.prepare("select value from meta where key = 'epoch'").pluck().get(),
  );
  tables.$client.close();
  chmodSync(file, 0o640);
  expect(await finish(importLog({ from, file }))).toEqual({ events: 8, alerts: 6 });
  expect(statSync(file).mode & 0o777).toBe(0o640);
  const { $client: db } = openForReading(file);
  const one = (sql: string) => db.prepare(sql).pluck().get();
  expect([one("select name from users"), one("select position from webhooks")]).toEqual([
    "Mira",
    8,
  ]);
  expect(one("select value from meta where key = 'epoch'")).not.toBe(epoch);
  expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
  db.close();
  expect(readdirSync(path.dirname(file)).toSorted()).toEqual(["tocsin.db", "tocsin.db-lock"]);
});

test("what was imported goes on: the next alert has the next number, and a rebuild changes nothing", async () => {
  const { from } = prepare();
  const file = place();
  await finish(importLog({ from, file }));
  {
    using db = openScratch(file);
    const [opened] = db.perform([{ type: "Report", report: aReport({ fingerprint: "new" }) }]);
    expect(opened?.ok === true && opened.value.alert).toMatchObject({ id: 7, seq: 9 });
  }
  const { tables, close } = openAlone(file);
  const before = dump(tables);
  expect(
    tables.$client.prepare("select count(*) from sqlite_schema where type = 'index'").pluck().get(),
  ).toBe(indexesOfEmpty());
  finishAll(rebuild(tables));
  expect(dump(tables)).toEqual(before);
  close();
});

test("what was imported of the search is not merged at once by the posts that follow", async () => {
  const words = (seed: number) => createHash("sha512").update(String(seed)).digest("hex");
  const lines = [MADE_UP.header];
  for (let id = 1; id <= 300; id += 1)
    lines.push(MADE_UP.opened(id, id).replace('description":"', `$&${words(id)}`));
  const file = place();
  await finish(importLog({ from: packed(closed(lines)), file }));
  using db = openScratch(file);
  using empty = openScratch();
  expect(searchSettings(db.tables)).toMatchObject(searchSettings(empty.tables));
  // The first few say how the parts lie.
  const pages = db.tables.$client
    .prepare<[], string>("select hex(block) from search_data where id > 10")
    .pluck();
  const imported = pages.all();
  expect(imported.length).toBeGreaterThan(10);
  // FTS5 merges sixteen parts of a level at once, and each commit adds one to the lowest.
  db.perform(
    Array.from({ length: 40 }, (_, index) => ({
      type: "Report" as const,
      report: aReport({ fingerprint: `new${index}`, title: `Post ${index}` }),
    })),
  );
  expect(pages.all()).toEqual(expect.arrayContaining(imported));
  const found = (word: string) =>
    db.tables.$client.prepare("select rowid from search where search match ?").pluck().all(word);
  // The one that is written anew is there once.
  expect(found(words(300).slice(0, 40).toUpperCase())).toEqual([300]);
  expect(found("POST")).toHaveLength(40);
});

function indexesOfEmpty(): unknown {
  using db = openScratch();
  return db.tables.$client
    .prepare("select count(*) from sqlite_schema where type = 'index'")
    .pluck()
    .get();
}

test("what was removed before goes out of the log as if it had been removed here", async () => {
  const file = scratchFile();
  using db = openScratch(file);
  db.perform([
    { type: "Report", report: aReport({ fingerprint: "a" }) },
    { type: "Report", report: aReport({ fingerprint: "b" }) },
    { type: "Delete", id: 1 },
    { type: "Forget", id: 1 },
  ]);
  const to = place();
  await finish(importLog({ from: exported(file), file: to }));
  const removed = (from: string) => {
    const { $client } = openForReading(from, 0, 1_024);
    const facts = $client.prepare("select key, value from meta where key in ('floor', 'reach')");
    const removals = $client.prepare("select * from removals").all();
    const found = Object.fromEntries(facts.raw().all() as [string, string][]);
    $client.close();
    return { facts: found, removals };
  };
  expect(removed(file)).toEqual({ facts: { floor: "4" }, removals: [{ seq: 4, alert_id: 1 }] });
  // Nobody has seen this database before, so nobody is to be told.
  expect(removed(to)).toEqual({ ...removed(file), facts: { floor: "4", reach: "4" } });
});

test("the end of its list says what it said before", async () => {
  const { file } = prepare();
  const removed = { at: "2026-01-01T00:00:00.000Z", kept: "90d" };
  const tables = openForWriting(file);
  prepareRemoved(tables).note(removed);
  tables.$client.close();
  const to = place();
  await finish(importLog({ from: exported(file), file: to }));
  using db = openScratch(to);
  expect(db.reads.page(EVERYTHING, { type: "head" }, 50)).toMatchObject({ value: { removed } });
});

test("an export is not written over its database", () => {
  const { file } = prepare();
  const link = `${scratchFile()}-link`;
  symlinkSync(file, link);
  for (const to of [file, link])
    expect(() => exportTo({ file, part: ALL }, to)).toThrow(/is the database itself/u);
  expect(linesIn(exported(file))).toHaveLength(10);
});

test("of a file that cannot be read an export is refused", () => {
  const file = scratchFile();
  writeFileSync(file, "Dear diary, ".repeat(1000));
  const problem = expect.objectContaining({ code: "store-broken" });
  expect(() => exported(file)).toThrow(expect.objectContaining({ problem }));
});

test("an export is not begun where a folder is in its place", async () => {
  const { file } = prepare();
  const folder = path.dirname(file);
  await expect(exportTo({ file, part: ALL }, folder).next()).rejects.toThrow(/is a folder/u);
});

test("events of older versions stay as they were written, and are read as today's", async () => {
  const lines = closed([
    MADE_UP.header,
    MADE_UP.opened(1, 1, { version: 1, actor: "monitor" }),
    MADE_UP.opened(2, 1, {
      type: "AlertResolved",
      version: 1,
      actor: "monitor",
      data: { resolvedAt: "2026-01-01T00:00:00.000Z" },
    }),
  ]);
  const file = place();
  await finish(importLog({ from: packed(lines), file }));
  expect(linesIn(exported(file))).toEqual(lines);
  using db = openScratch(file);
  expect(db.reads.alert(1)).toMatchObject({ status: "resolved", resolvedBy: "source:monitor" });
});

test("a line says the same however it is written", async () => {
  const { from } = prepare();
  const [header = "", ...rest] = linesIn(from);
  const lines = rest.slice(0, -1);
  const written = [
    (line: string) => line.replace('{"seq":', '{ "seq": '),
    (line: string) => line.replace(/\}$/u, " }"),
    (line: string) => line.replace(/^\{(.*),("data":.*)\}$/u, "{$2,$1}"),
    (line: string) => line.replace(/\}$/u, ',"more":{"data":{}}}'),
    (line: string) => line.replace('"data":', '"data":{"title":1},"data":'),
    (line: string) => line.replace('"actor":"source:', '"actor":"source\\u003a'),
    (line: string) => line.replace('"seq"', '"more":{"data":[]},"seq"'),
    (line: string) => line.replaceAll("é", String.raw`\u00e9`),
  ];
  for (const write of written) {
    const others = lines.map(write);
    expect(others).not.toEqual(lines);
    const file = place();
    await finish(importLog({ from: packed(closed([header, ...others])), file }));
    expect(linesIn(exported(file))).toEqual(linesIn(from));
  }
});

test("an empty export is an empty database", async () => {
  const file = place();
  await finish(importLog({ from: packed(closed([MADE_UP.header])), file }));
  expect(linesIn(exported(file))).toEqual(closed([MADE_UP.header]));
});

test("a file that is not there, a database with alerts and one with a server are refused", async () => {
  const { file, from } = prepare();
  expect(await refusalOf(`${from}x`)).toMatch(/There is no export/u);
  expect(await refusalOf(from, file)).toMatch(/has 8 events already/u);
  const running = place();
  const { close } = openAlone(running);
  expect(await refusalOf(from, running)).toMatch(/another Tocsin is running/u);
  close();
  const other = place();
  writeFileSync(other, "no database, whatever its name says");
  expect(await refusalOf(from, other)).toMatch(/not a database/u);
});

test("whoever breaks it off has the old database", async () => {
  const { from } = prepare();
  const file = place();
  openForWriting(file).$client.close();
  const old = readFileSync(file);
  const steps = importLog({ from, file });
  expect((await steps.next()).done).toBe(false);
  expect(readdirSync(path.dirname(file))).toContain("tocsin.db.importing");
  await steps.return(undefined as never);
  expect(readFileSync(file)).toEqual(old);
  writeFileSync(`${file}.importing`, "");
  removeImporting(file);
  expect(readdirSync(path.dirname(file)).toSorted()).toEqual(["tocsin.db", "tocsin.db-lock"]);
});
