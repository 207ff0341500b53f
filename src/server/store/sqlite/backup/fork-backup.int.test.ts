import { spawn } from "node:child_process";
import { once } from "node:events";
import os from "node:os";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { backupName } from "../../../../domain/backup-name.ts";
import type { Progress, Steps } from "../../../../domain/operation.ts";
import { backupsIn } from "../../../backups/folder.ts";
import { openScratch } from "../database.fixture.ts";
import { lockFolder, lockFolderIfFree } from "../file/lock.ts";
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

/** Whether a process has begun to make one, and has neither ended nor been tidied up after. */
function isUnderWay(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).includes(`${backupName(AT)}.partial`);
}

async function finish<T>(
  steps: Steps<T>,
  each: (progress: Progress) => void = () => {},
): Promise<T> {
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
    each(step.value);
  }
}

test("the process tells how far it is, and what it has made", async () => {
  using db = open();
  const steps = forkBackup({ file: db.file, folder: db.folder, at: AT });
  const told: Progress[] = [];
  const backup = await finish(steps, (progress) => told.push(progress));
  expect(told).toContainEqual({
    done: expect.any(Number),
    total: expect.any(Number),
    unit: expect.stringMatching(/MiB/u),
  });
  expect(backup).toMatchObject({ name: backupName(AT), checked: true });
  expect(await backupsIn(db.folder)).toEqual([backup]);
});

test("whoever breaks it off kills it, and nothing of it is left", async () => {
  using db = open();
  const steps = forkBackup({ file: db.file, folder: db.folder, at: AT });
  do expect((await steps.next()).done).toBe(false);
  while (!isUnderWay(db.folder));
  await steps.return(undefined as never);
  expect(readdirSync(db.folder)).toEqual(["lock"]);
});

/** The process waits for a database that is held, and hears nothing meanwhile, as amid its check. */
function openHeld() {
  const db = open();
  db.tables.$client.pragma("locking_mode = EXCLUSIVE");
  db.tables.$client.exec("begin exclusive");
  return db;
}

function release({ tables: { $client: client } }: ReturnType<typeof openHeld>): void {
  client.exec("commit");
  client.pragma("locking_mode = NORMAL");
  // The lock goes with the next look at the file.
  client.exec("select 1 from weight limit 1");
}

test("it can be broken off while its process hears nothing", async () => {
  using db = openHeld();
  const steps = forkBackup({ file: db.file, folder: db.folder, at: AT });
  do expect((await steps.next()).done).toBe(false);
  while (!isUnderWay(db.folder));
  await steps.return(undefined as never);
  expect(readdirSync(db.folder)).toEqual(["lock"]);
});

test("its process ends with the one that started it, also where it hears nothing", async () => {
  using db = openHeld();
  const options = JSON.stringify({ file: db.file, folder: db.folder, at: AT });
  const script = `import { forkBackup } from ${JSON.stringify(import.meta.resolve("./fork-backup.ts"))};
    process.on("SIGTERM", () => process.exit());
    for await (const step of forkBackup(${options}));`;
  const server = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  await expect.poll(() => isUnderWay(db.folder)).toBe(true);
  server.kill();
  await once(server, "exit");
  // Left alone it would wait for five seconds.
  await expect.poll(() => lockFolderIfFree(db.folder), { timeout: 3_000 }).not.toBeNull();
});

test("it is worth no more to the system than who started it", async () => {
  using db = openHeld();
  const options = JSON.stringify({ file: db.file, folder: db.folder, at: AT });
  const file = fileURLToPath(import.meta.resolve("./backup-process.ts"));
  const child = spawn("nice", ["-n", "15", process.execPath, file, options]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await expect.poll(() => isUnderWay(db.folder)).toBe(true);
  expect(os.getPriority(child.pid)).toBeGreaterThanOrEqual(15);
});

test.runIf(process.platform === "linux")(
  "it is in a hurry until it has a copy, and gives way from then on",
  async () => {
    using db = openHeld();
    // What can hardly be compressed takes a while.
    db.tables.$client.exec("insert into weight values (randomblob(40000000))");
    const steps = forkBackup({ file: db.file, folder: db.folder, at: AT });
    do expect((await steps.next()).done).toBe(false);
    while (!isUnderWay(db.folder));
    const maker = makerIn(db.folder);
    expect(priorityOf(maker)).toBe(os.getPriority());

    release(db);
    const compressing = new Set<number | null>();
    await finish(steps, ({ done, total }) => {
      if (2 * done > (total ?? Infinity) + 2) compressing.add(priorityOf(maker));
    });
    compressing.delete(null);
    expect([...compressing]).toEqual([19]);
  },
);

/** The process that makes a backup there. */
function makerIn(folder: string): number {
  const makers = readdirSync("/proc").filter((name) => {
    if (!/^\d+$/u.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, "utf8").includes(folder);
    } catch {
      // It has ended since.
      return false;
    }
  });
  expect(makers).toHaveLength(1);
  return Number(makers[0]);
}

/** None once it has ended. */
function priorityOf(pid: number): number | null {
  try {
    return os.getPriority(pid);
  } catch {
    return null;
  }
}

test("why it cannot be made is said in the words of a problem", async () => {
  using db = open();
  const folder = path.join(db.file, "beneath");
  await expect(finish(forkBackup({ file: db.file, folder, at: AT }))).rejects.toMatchObject({
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
