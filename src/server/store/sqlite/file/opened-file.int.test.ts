import {
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { openForWriting } from "./database.ts";
import { scratchFile } from "./scratch.fixture.ts";
import { openSqliteStore } from "../sqlite-store.ts";
import type { Store } from "../../store.ts";

const BROKEN = { ok: false, problem: { code: "store-broken" } };

/** A store with one alert in a folder of its own, opened by that name in it. */
async function open(name = "tocsin.db", prepare: (folder: string) => void = () => {}) {
  const folder = scratchFile();
  mkdirSync(folder);
  prepare(folder);
  const file = path.join(folder, name);
  const causes: string[] = [];
  const store = await openSqliteStore(file, {
    onRefused: (cause) => causes.push(cause),
    onLost: () => {},
  });
  onTestFinished(() => store.close());
  expect(await post(store)).toMatchObject({ ok: true });
  return { folder, file, store, causes };
}

function post(store: Store) {
  return store.execute([{ type: "Report", report: aReport({ fingerprint: null }) }], null);
}

/** Another database with alerts of its own. */
async function another(): Promise<string> {
  const file = scratchFile();
  const store = await openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
  for (let count = 0; count < 5; count++) await post(store);
  await store.close();
  return file;
}

/** The database, which is one file once all of it lies there. */
function copyOf(file: string): string {
  const copy = scratchFile();
  const db = new Database(file);
  db.exec(`vacuum into '${copy}'`);
  db.close();
  return copy;
}

type Accident = (file: string) => void | Promise<void>;

const accidents: readonly (readonly [string, Accident])[] = [
  ["deleted", (file) => rmSync(file)],
  [
    "deleted with all that belongs to it",
    (file) => rmSync(path.dirname(file), { recursive: true }),
  ],
  ["deprived of its log", (file) => rmSync(`${file}-wal`)],
  ["deprived of the index of its log", (file) => rmSync(`${file}-shm`)],
  ["moved away", (file) => renameSync(file, `${file}.old`)],
  ["moved with its folder", (file) => renameSync(path.dirname(file), `${path.dirname(file)}-old`)],
  ["replaced by another", async (file) => renameSync(await another(), file)],
  ["replaced by its own copy", (file) => renameSync(copyOf(file), file)],
  ["overwritten by another", async (file) => copyFileSync(await another(), file)],
  ["overwritten by its own copy", (file) => copyFileSync(copyOf(file), file)],
  [
    "overwritten by what is no database",
    (file) => writeFileSync(file, "Dear diary, ".repeat(9_999)),
  ],
  ["emptied", (file) => truncateSync(file)],
  ["cut off", (file) => truncateSync(file, 20_000)],
];

describe("a database under the store", () => {
  test.each(accidents)("that is %s takes no writes and is not ready", async (_, happen) => {
    const { file, store, causes } = await open();
    await happen(file);
    expect(await post(store)).toMatchObject(BROKEN);
    expect(await store.ready()).toMatchObject(BROKEN);
    const many = await Promise.all(Array.from({ length: 20 }, () => post(store)));
    for (const answer of many) expect(answer).toMatchObject(BROKEN);
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatch(/^SQLITE_READONLY_DBMOVED: \//u);
  });

  test("that is gone is noticed although nothing is posted", async () => {
    const { file, store, causes } = await open();
    rmSync(file);
    const [now, since] = [new Date().toISOString(), new Date(0).toISOString()];
    expect(await store.sweep({ now, since })).toMatchObject(BROKEN);
    expect(causes).toHaveLength(1);
  });

  test("that comes back is written again, and has all that was answered", async () => {
    const { file, store } = await open();
    renameSync(file, `${file}.old`);
    expect(await post(store)).toMatchObject(BROKEN);
    renameSync(`${file}.old`, file);
    expect(await post(store)).toMatchObject({ ok: true });
    expect(store.head().seq).toBe(2);
  });

  test("is followed where its name is a link, which may come to lead elsewhere", async () => {
    const link = (to: string) => (folder: string) => symlinkSync(to, path.join(folder, "link.db"));
    const { folder, file, store } = await open("link.db", link("real.db"));
    expect(await post(store)).toMatchObject({ ok: true });
    renameSync(await another(), path.join(folder, "other.db"));
    rmSync(file);
    link("other.db")(folder);
    expect(await post(store)).toMatchObject(BROKEN);
  });

  test("may be written, copied and compacted by others meanwhile", async () => {
    const { file, store } = await open();
    const other = openForWriting(file).$client;
    onTestFinished(() => void other.close());
    other.exec("create table filler (text)");
    const insert = other.prepare("insert into filler values (?)");
    for (let count = 0; count < 2_000; count++) {
      insert.run("x".repeat(5_000));
      if (count % 100 === 0) expect(await post(store)).toMatchObject({ ok: true });
    }
    other.pragma("wal_checkpoint(TRUNCATE)");
    expect(await post(store)).toMatchObject({ ok: true });
    other.exec("drop table filler; vacuum");
    other.pragma("wal_checkpoint(TRUNCATE)");
    expect(await post(store)).toMatchObject({ ok: true });
    copyOf(file);
    expect(await store.ready()).toMatchObject({ ok: true });
  });
});
