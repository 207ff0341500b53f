import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import type { Steps } from "../../../../domain/operation.ts";
import { manifestFile } from "../../../backups/folder.ts";
import { openScratch } from "../database.fixture.ts";
import { openAlone } from "../file/database.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { contentsOf, faultOfContents } from "./contents.ts";
import { makeBackup } from "./make-backup.ts";
import { removeRestoring, restore } from "./restore.ts";
import { swapSteps, takeStep } from "./swap.ts";

const AT = "2026-11-26T03:00:00.000Z";
/** What each frame of zstd begins with (RFC 8878, section 3.1.1). */
const FRAME = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

async function finish<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
  }
}

function fill(scratch: ReturnType<typeof openScratch>, alerts: number): void {
  const opening = { type: "Report" as const, report: aReport({ fingerprint: null }) };
  scratch.append([{ commands: Array.from({ length: alerts }, () => opening), actor: null }]);
}

/** A backup with ten alerts, and beside it a database in a folder of its own that has five more. */
async function prepare() {
  const file = path.join(`${scratchFile()}-place`, "tocsin.db");
  mkdirSync(path.dirname(file));
  const scratch = openScratch(file);
  fill(scratch, 10);
  const folder = `${scratchFile()}-backups`;
  const { name } = await finish(makeBackup({ file, folder, at: AT }));
  fill(scratch, 5);
  return { file, from: path.join(folder, name), scratch };
}

/** The same, whose database nobody has open. */
async function prepareClosed() {
  const { file, from, scratch } = await prepare();
  scratch[Symbol.dispose]();
  return { file, from };
}

function look(file: string) {
  const db = new Database(file);
  try {
    return { ...contentsOf(db), fault: faultOfContents(db, null) };
  } finally {
    db.close();
  }
}

async function refusalOf(options: { readonly from: string; readonly file: string }) {
  return finish(restore({ ...options, at: AT })).then(
    () => "restored",
    (error: unknown) => String(error),
  );
}

test("the database is as it was, under another epoch, and the old one is kept", async () => {
  const { file, from } = await prepareClosed();
  const old = look(file);
  const restored = await finish(restore({ from, file, at: AT }));
  expect(restored).toMatchObject({ alerts: 10, events: 10, seq: 10, isProven: true });
  expect(look(file)).toMatchObject({ alerts: 10, fault: null, epoch: restored.epoch });
  expect(restored.epoch).not.toBe(old.epoch);
  expect(look(restored.keptAs ?? "")).toEqual(old);
  expect(readdirSync(path.dirname(file)).toSorted()).toEqual([
    "tocsin.db",
    "tocsin.db-lock",
    "tocsin.db.before-2026-11-26T03-00-00-000Z",
  ]);
});

test("what lay in the log of the old database is in what is kept of it, and nowhere else", async () => {
  const { file, from, scratch } = await prepare();
  scratch.tables.$client.pragma("wal_autocheckpoint = 0");
  fill(scratch, 20);
  const crashed = path.join(path.dirname(file), "crashed.db");
  for (const end of ["", "-wal"]) copyFileSync(`${file}${end}`, `${crashed}${end}`);
  scratch[Symbol.dispose]();
  expect(statSync(`${crashed}-wal`).size).toBeGreaterThan(0);
  const { keptAs } = await finish(restore({ from, file: crashed, at: AT }));
  expect(look(crashed)).toMatchObject({ alerts: 10, fault: null });
  expect(look(keptAs ?? "")).toMatchObject({ alerts: 35, fault: null });
});

test("where there is no database yet, it is made, for its owner alone", async () => {
  const { from } = await prepareClosed();
  const file = path.join(`${scratchFile()}-new`, "deep", "tocsin.db");
  expect(await finish(restore({ from, file, at: AT }))).toMatchObject({ keptAs: null });
  expect(look(file)).toMatchObject({ alerts: 10, fault: null });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("it has the permissions that somebody chose for the old one", async () => {
  const { file, from } = await prepareClosed();
  chmodSync(file, 0o640);
  await finish(restore({ from, file, at: AT }));
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

test("a server can run on it, and it goes on from there", async () => {
  const { file, from } = await prepareClosed();
  await finish(restore({ from, file, at: AT }));
  using again = openScratch(file);
  fill(again, 1);
  expect(again.reads.head().seq).toBe(11);
});

test("what was running while the backup was made does not end in it", async () => {
  const { file, scratch } = await prepare();
  scratch.tables.$client.exec(`insert into operations (kind, state, done, unit, started_at)
    values ('backup', 'running', 0, '', 0), ('backup', 'done', 0, '', 0)`);
  const folder = `${scratchFile()}-backups`;
  const { name } = await finish(makeBackup({ file, folder, at: AT }));
  scratch[Symbol.dispose]();
  await finish(restore({ from: path.join(folder, name), file, at: AT }));
  const db = new Database(file);
  expect(db.prepare("select state from operations").pluck().all()).toEqual(["done"]);
  db.close();
});

describe("is refused, and leaves everything as it is:", () => {
  /** Why, once it is clear that nothing else came of it. */
  async function refused(options: { readonly from: string; readonly file: string }) {
    const before = look(options.file);
    const words = await refusalOf(options);
    expect(look(options.file)).toEqual(before);
    const names = readdirSync(path.dirname(options.file));
    expect(names.filter((name) => /restoring|before/u.test(name))).toEqual([]);
    return words;
  }

  test("a database on which a server runs", async () => {
    const { file, from } = await prepareClosed();
    const { tables, close } = openAlone(file);
    expect(await refusalOf({ file, from })).toMatch(/another Tocsin is running on it/u);
    expect(contentsOf(tables.$client)).toMatchObject({ alerts: 15 });
    close();
  });

  test("one that somebody else has open", async () => {
    const { file, from, scratch } = await prepare();
    scratch.reads.head();
    expect(await refusalOf({ file, from })).toMatch(/Another process has .* open/u);
    expect(scratch.reads.head().seq).toBe(15);
    scratch[Symbol.dispose]();
  });

  test("one that somebody else holds, which has no log beside it", async () => {
    const { file, from } = await prepareClosed();
    const other = new Database(file);
    other.pragma("journal_mode = DELETE");
    other.exec("begin exclusive");
    expect(await refusalOf({ file, from })).toMatch(/Another process has .* open/u);
    other.close();
    expect(look(file)).toMatchObject({ alerts: 15 });
  });

  test("a backup that is not there", async () => {
    const { file, from } = await prepareClosed();
    expect(await refused({ file, from: `${from}x` })).toMatch(/There is no backup/u);
  });

  test("one that was changed, wherever that was", async () => {
    const { file, from } = await prepareClosed();
    const whole = readFileSync(from);
    for (const at of [0, 10, Math.floor(whole.length / 2), whole.length - 1]) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(from, bytes);
      expect(await refused({ file, from })).toMatch(/cannot be restored/u);
    }
  });

  test("one that was cut off, with its manifest and without", async () => {
    const { file, from } = await prepareClosed();
    writeFileSync(from, readFileSync(from).subarray(0, -100));
    expect(await refused({ file, from })).toMatch(/cannot be restored/u);
    rmSync(manifestFile(from));
    expect(await refused({ file, from })).toMatch(/cannot be restored/u);
    writeFileSync(from, "");
    expect(await refused({ file, from })).toMatch(/cannot be restored/u);
  });

  test("one that was cut off between two of its frames, without its manifest", async () => {
    const { file, scratch } = await prepare();
    scratch.tables.$client.exec(
      "create table weight (x); insert into weight values (randomblob(9000000))",
    );
    const folder = `${scratchFile()}-backups`;
    const { name } = await finish(makeBackup({ file, folder, at: AT }));
    scratch[Symbol.dispose]();
    const from = path.join(folder, name);
    rmSync(manifestFile(from));
    const bytes = readFileSync(from);
    const second = bytes.indexOf(FRAME, FRAME.length);
    expect(second).toBeGreaterThan(1_000_000);
    writeFileSync(from, bytes.subarray(0, second));
    expect(await refused({ file, from })).toMatch(/malformed/u);
    writeFileSync(from, bytes);
    expect(await refusalOf({ file, from })).toBe("restored");
  });

  test("one whose pages are damaged, though it is packed well", async () => {
    const { file, from } = await prepareClosed();
    const bytes = zstdDecompressSync(readFileSync(from));
    bytes.fill(0xff, 4096 * 3, 4096 * 4);
    writeFileSync(from, zstdCompressSync(bytes));
    rmSync(manifestFile(from));
    expect(await refused({ file, from })).toMatch(/cannot be restored/u);
  });

  test("one whose manifest is not of this version", async () => {
    const { file, from } = await prepareClosed();
    const manifest = readFileSync(manifestFile(from), "utf8");
    writeFileSync(manifestFile(from), manifest.replace('"version": 1', '"version": 2'));
    expect(await refused({ file, from })).toMatch(/newer version of Tocsin/u);
  });

  test("one of a newer version", async () => {
    const { file, from, scratch } = await prepare();
    scratch.tables.$client.exec(
      "insert into __drizzle_migrations (hash, created_at) values ('x', 9999999999999)",
    );
    const folder = `${scratchFile()}-backups`;
    const { name } = await finish(makeBackup({ file, folder, at: AT }));
    scratch.tables.$client.exec("delete from __drizzle_migrations where hash = 'x'");
    scratch[Symbol.dispose]();
    expect(existsSync(from)).toBe(true);
    expect(await refused({ file, from: path.join(folder, name) })).toMatch(
      /newer version of Tocsin/u,
    );
  });
});

test("what a process that died has left goes, also where the database is behind a link", async () => {
  const { file } = await prepareClosed();
  const link = `${scratchFile()}-link`;
  symlinkSync(file, link);
  for (const end of ["", "-wal"]) writeFileSync(`${file}.restoring${end}`, "");
  removeRestoring(link);
  expect(readdirSync(path.dirname(file)).filter((name) => name.includes("restoring"))).toEqual([]);
});

test("a database that cannot be opened is kept with its log", async () => {
  const { file, from } = await prepareClosed();
  writeFileSync(file, "no database");
  writeFileSync(`${file}-wal`, "its log");
  const { keptAs } = await finish(restore({ from, file, at: AT }));
  expect(look(file)).toMatchObject({ alerts: 10, fault: null });
  expect(readFileSync(keptAs ?? "", "utf8")).toBe("no database");
  expect(readFileSync(`${keptAs}-wal`, "utf8")).toBe("its log");
  expect(existsSync(`${file}-wal`)).toBe(false);
});

test("whichever step is the last, there is the old database or the new one", async () => {
  const { file, from } = await prepareClosed();
  const other = path.join(path.dirname(file), "other.db");
  await finish(restore({ from, file: other, at: AT }));
  const [old, restored] = [look(file), look(other)];
  const total = swapSteps({ file, by: "", keptAs: "x", beside: [] }).length;
  for (let taken = 0; taken <= total; taken += 1) {
    const place = `${scratchFile()}-swap`;
    mkdirSync(place);
    const [here, by] = [path.join(place, "tocsin.db"), path.join(place, "by")];
    copyFileSync(file, here);
    copyFileSync(other, by);
    const steps = swapSteps({ file: here, by, keptAs: path.join(place, "kept"), beside: [] });
    for (const step of steps.slice(0, taken)) takeStep(step);
    const isNew = !existsSync(by);
    expect(look(here)).toEqual(isNew ? restored : old);
    if (isNew) expect(look(path.join(place, "kept"))).toEqual(old);
  }
});
