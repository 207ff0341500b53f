import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@playwright/test";
import Database from "better-sqlite3";
import { App } from "../support/app.ts";

/** Root may do everything to every file, so tests about permissions start the app as nobody. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

test("a database that is something else is named, and left as it is", async () => {
  const file = newFile();
  writeFileSync(file, "Dear diary, ".repeat(1_000));
  expect(await startOn(file)).toEqual(refused(file, "file is not a database"));
});

test("a database that was cut off is named", async () => {
  const file = await makeDatabase();
  truncateSync(file, 20_000);
  expect(await startOn(file)).toEqual(refused(file, "database disk image is malformed"));
});

test("a database that another process holds is named", async () => {
  const file = await makeDatabase();
  const other = new Database(file);
  other.pragma("locking_mode = EXCLUSIVE");
  other.exec("begin exclusive");
  expect(await startOn(file)).toEqual(refused(file, "database is locked"));
  other.close();
});

test("a folder in which nothing can be is named", async () => {
  const reason = "ENOENT: no such file or directory, mkdir '/proc/tocsin'";
  expect(await startOn("/proc/tocsin/a.db")).toEqual(refused("/proc/tocsin/a.db", reason));
});

test("a file that may only be read is named", async () => {
  skipUnlessStartable();
  const file = await makeDatabase();
  chmodSync(file, 0o444);
  give(test.info().outputDir);
  const reason = "attempt to write a readonly database";
  expect(await startOn(file, NOBODY)).toEqual(refused(file, reason));
});

test("a folder that may not be written is named", async () => {
  skipUnlessStartable();
  const folder = join(test.info().outputDir, "locked");
  mkdirSync(folder, { recursive: true });
  give(folder);
  chmodSync(folder, 0o555);
  const file = join(folder, "a.db");
  expect(await startOn(file, NOBODY)).toEqual(refused(file, "unable to open database file"));
});

test("a second server on a database is told of the first, which goes on", async () => {
  const app = await App.start();
  expect(await startOn(app.database)).toEqual(
    refused(app.database, "another Tocsin is running on it"),
  );
  await app.open([{ title: "Still here" }]);
  await app.dispose();
});

test("a port that is taken is named", async () => {
  const app = await App.start();
  const { port } = new URL(app.url);
  const said = `tocsin: listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`;
  expect(await startOn(newFile(), {}, port)).toEqual({ code: 1, said });
  await app.dispose();
});

function newFile(): string {
  const folder = test.info().outputDir;
  mkdirSync(folder, { recursive: true });
  return join(folder, "tocsin.db");
}

async function makeDatabase(): Promise<string> {
  const file = newFile();
  const app = await App.start(dirname(file));
  await app.open([{ title: "One" }]);
  await app.stop();
  return file;
}

function give(path: string): void {
  if (NOBODY.uid !== undefined) chownSync(path, NOBODY.uid, NOBODY.gid);
}

function skipUnlessStartable(): void {
  const { status } = spawnSync(process.execPath, ["--check", "dist/server/main.js"], NOBODY);
  test.skip(status !== 0, "root may write everything, and nobody else may read this folder");
}

/** The one line and the code with which a start is refused. */
function refused(file: string, reason: string) {
  return { code: 1, said: `tocsin: The database ${file} cannot be opened: ${reason}\n` };
}

/** Everything that the app says until it ends, and its exit code. */
async function startOn(file: string, user: { uid?: number; gid?: number } = {}, port = "0") {
  const child = spawn(process.execPath, ["dist/server/main.js"], {
    ...user,
    env: { ...process.env, PORT: port, DATABASE_URL: `file:${file}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  }
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said };
}
