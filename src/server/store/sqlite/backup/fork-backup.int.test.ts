import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { backupName } from "../../../../domain/backup-name.ts";
import { backupsIn } from "../../../backups/folder.ts";
import { openScratch } from "../database.fixture.ts";
import { lockFolder } from "../file/lock.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { forkBackup, tidyBackups } from "./fork-backup.ts";

const AT = "2026-11-26T03:00:00.000Z";

function open() {
  const file = scratchFile();
  const scratch = openScratch(file);
  scratch.tables.$client.exec("create table weight (x)");
  scratch.tables.$client.exec("insert into weight values (zeroblob(20000000))");
  return { ...scratch, file, folder: `${file}-backups` };
}

test("the process tells how far it is, and what it has made", async () => {
  using db = open();
  const steps = forkBackup({ file: db.file, folder: db.folder, at: AT });
  const first = await steps.next();
  expect(first.value).toMatchObject({ done: expect.any(Number), total: expect.any(Number) });
  let step = first;
  while (step.done !== true) step = await steps.next();
  expect(step.value).toMatchObject({ name: backupName(AT), checked: true });
  expect(await backupsIn(db.folder)).toEqual([step.value]);
});

test("whoever breaks it off kills it, and nothing of it is left", async () => {
  using db = open();
  const steps = forkBackup({ file: db.file, folder: db.folder, at: AT });
  await steps.next();
  expect(readdirSync(db.folder)).toContain(`${backupName(AT)}.partial`);
  await steps.return(undefined as never);
  expect(readdirSync(db.folder)).toEqual(["lock"]);
});

test("why it cannot be made is said in the words of a problem", async () => {
  using db = open();
  const folder = path.join(db.file, "beneath");
  await expect(forkBackup({ file: db.file, folder, at: AT }).next()).rejects.toMatchObject({
    problem: { code: "backup-unwritable" },
  });
});

test("what is being made is not taken for what a crash has left", async () => {
  using db = open();
  mkdirSync(db.folder);
  writeFileSync(path.join(db.folder, `${backupName(AT)}.partial`), "");
  const held = lockFolder(db.folder);
  await tidyBackups(db.folder);
  expect(readdirSync(db.folder)).toHaveLength(2);
  held.close();
  await tidyBackups(db.folder);
  expect(readdirSync(db.folder)).toEqual(["lock"]);
});
