import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { createHash } from "node:crypto";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { backupName } from "../../../../domain/backup-name.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import type { Progress, Steps } from "../../../../domain/operation.ts";
import type { Backup } from "../../../../protocol/backups.ts";
import { backupsIn, manifestFile, removeLeftovers } from "../../../backups/folder.ts";
import { Refusal } from "../../refusal.ts";
import { openScratch } from "../database.fixture.ts";
import { lockFolder } from "../file/lock.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { makeBackup } from "./make-backup.ts";

const AT = "2026-11-26T03:00:00.000Z";
const NAME = backupName(AT);

/** A database of so many MiB, about, beside which more is written. */
function openFilled(megabytes = 0) {
  const file = scratchFile();
  const scratch = openScratch(file);
  const opening = (description: string) => ({
    type: "Report" as const,
    report: aReport({ fingerprint: null, description }),
  });
  const write = (alerts: number, description = "") =>
    scratch.append([
      { commands: Array.from({ length: alerts }, () => opening(description)), actor: null },
    ]);
  write(10);
  for (let written = 0; written < megabytes; written += 1) write(50, "x".repeat(10_000));
  return { ...scratch, file, folder: `${file}-backups`, write };
}

async function finish<T>(steps: Steps<T>, each: (step: number) => void = () => {}): Promise<T> {
  for (let count = 1; ; count += 1) {
    const step = await steps.next();
    if (step.done === true) return step.value;
    each(count);
  }
}

/** The database that a backup holds. */
function unpack({ name }: Backup, folder: string): Database.Database {
  const file = scratchFile();
  writeFileSync(file, zstdDecompressSync(readFileSync(path.join(folder, name))));
  return new Database(file);
}

function dumpOf(db: Database.Database): unknown {
  return ["events", "alerts", "labels", "counts", "users", "meta"].map((table) =>
    db.prepare(`select * from ${table} order by 1, 2`).all(),
  );
}

async function refusalOf(steps: Steps<unknown>): Promise<string> {
  const error = await finish(steps).then(
    () => null,
    (error: unknown) => error,
  );
  if (error instanceof Refusal) return error.problem.code;
  throw new Error("It was not refused.", { cause: error });
}

test("a backup is the database, packed, with what is in it said beside it", async () => {
  using db = openFilled();
  const backup = await finish(makeBackup({ file: db.file, folder: db.folder, at: AT }));
  const bytes = readFileSync(path.join(db.folder, NAME));
  expect(backup).toEqual({
    name: NAME,
    at: AT,
    bytes: bytes.length,
    seq: 10,
    alerts: 10,
    events: 10,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    checked: true,
  });
  expect(await backupsIn(db.folder)).toEqual([backup]);
  expect(JSON.parse(readFileSync(manifestFile(path.join(db.folder, NAME)), "utf8"))).toMatchObject({
    ...backup,
    version: 1,
    epoch: db.reads.epoch,
  });
  expect(dumpOf(unpack(backup, db.folder))).toEqual(dumpOf(db.tables.$client));
});

test("all of it is done at the end, also of a database that is no whole MiB", async () => {
  using db = openFilled();
  let last: Progress | null = null;
  for await (const step of makeBackup({ file: db.file, folder: db.folder, at: AT })) last = step;
  expect(last).toEqual({ done: 1, total: 1, unit: "MiB copied and compressed" });
});

test("it is its owner's alone, and nothing else lies there", async () => {
  using db = openFilled();
  await finish(makeBackup({ file: db.file, folder: db.folder, at: AT }));
  const names = [NAME, `${NAME}.json`, "lock"];
  expect(readdirSync(db.folder).toSorted()).toEqual(names.toSorted());
  const modes = names.map((name) => statSync(path.join(db.folder, name)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600, 0o600]);
  expect(statSync(db.folder).mode & 0o777).toBe(0o700);
});

test("what is written at every step is not in it, and does not keep it from ending", async () => {
  using db = openFilled(24);
  const before = dumpOf(db.tables.$client);
  const { seq } = db.reads.head();
  let steps = 0;
  const backup = await finish(makeBackup({ file: db.file, folder: db.folder, at: AT }), (step) => {
    steps = step;
    db.write(10);
  });
  expect(steps).toBeGreaterThan(5);
  expect(db.reads.head().seq).toBe(seq + steps * 10);
  expect(backup.seq).toBe(seq);
  expect(dumpOf(unpack(backup, db.folder))).toEqual(before);
});

test("wherever it is broken off, nothing is left of it", async () => {
  using db = openFilled(12);
  let total = 0;
  await finish(
    makeBackup({ file: db.file, folder: `${db.folder}-whole`, at: AT }),
    (step) => (total = step),
  );
  expect(total).toBeGreaterThan(3);
  for (let last = 1; last <= total; last += 1) {
    const steps = makeBackup({ file: db.file, folder: db.folder, at: AT });
    for (let step = 1; step <= last; step += 1) await steps.next();
    await steps.return(undefined as never);
    expect(readdirSync(db.folder)).toEqual(["lock"]);
  }
  await finish(makeBackup({ file: db.file, folder: db.folder, at: AT }));
  expect(await backupsIn(db.folder)).toHaveLength(1);
});

test("a damaged database makes no backup", async () => {
  using db = openFilled();
  db.tables.$client.exec("delete from events where seq = 5");
  const steps = makeBackup({ file: db.file, folder: db.folder, at: AT });
  expect(await refusalOf(steps)).toBe("backup-damaged");
  expect(readdirSync(db.folder)).toEqual(["lock"]);
});

test("alerts that were removed for good leave gaps that are none", async () => {
  using db = openFilled();
  db.perform([
    { type: "Delete", id: 5 },
    { type: "Forget", id: 5 },
  ]);
  const backup = await finish(makeBackup({ file: db.file, folder: db.folder, at: AT }));
  expect(backup).toMatchObject({ alerts: 9, events: 10, seq: 12 });
});

test("one is made at a time, and where nothing can be written none is", async () => {
  using db = openFilled();
  const options = { file: db.file, folder: db.folder, at: AT };
  await finish(makeBackup(options));
  const held = lockFolder(db.folder);
  expect(await refusalOf(makeBackup(options))).toBe("operation-running");
  held.close();
  const beneathFile = { ...options, folder: path.join(db.file, "backups") };
  expect(await refusalOf(makeBackup(beneathFile))).toBe("backup-unwritable");
  const leadsNowhere = { ...options, folder: `${db.folder}-link` };
  symlinkSync(`${db.folder}-gone`, leadsNowhere.folder);
  expect(await refusalOf(makeBackup(leadsNowhere))).toBe("backup-unwritable");
});

test("what a crash has left goes, and nothing else", async () => {
  using db = openFilled();
  const { folder } = db;
  const backup = await finish(makeBackup({ file: db.file, folder, at: AT }));
  const other = backupName("2026-11-27T03:00:00.000Z");
  const left = [
    `${other}.json`,
    `${other}.partial`,
    `${other}.partial.db`,
    `${other}.partial.db-journal`,
  ];
  for (const name of [...left, "notes.json", "x.partial"])
    writeFileSync(path.join(folder, name), "");
  await removeLeftovers(folder);
  expect(left.filter((name) => existsSync(path.join(folder, name)))).toEqual([]);
  expect(existsSync(path.join(folder, "notes.json"))).toBe(true);
  expect(existsSync(path.join(folder, "x.partial"))).toBe(true);
  expect(await backupsIn(folder)).toEqual([backup]);
});

test("a file that is not as long as it should be is no backup", async () => {
  using db = openFilled();
  const { folder } = db;
  await finish(makeBackup({ file: db.file, folder, at: AT }));
  writeFileSync(path.join(folder, NAME), "cut off");
  expect(await backupsIn(folder)).toEqual([]);
});
