import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import Database from "better-sqlite3";

/** A Node that is too old, where this machine has one of its own. */
const OLD = ["/usr/bin/node", "/usr/local/bin/node"].find((node) => {
  const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout ?? "";
  return /^v(?:18|20|22)\./u.test(version);
});

for (const entry of ["main", "seed", "rebuild", "user", "generate"]) {
  test(`${entry} says in words that a Node is too old for it`, () => {
    test.skip(OLD === undefined, "this machine has no Node that is older than 24");
    const { status, stdout, stderr } = spawnSync(OLD ?? "", [`dist/server/${entry}.js`], {
      env: { PORT: "0", DATABASE_URL: `file:${test.info().outputPath("tocsin.db")}` },
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(
      /^tocsin: Node 24\.7 or later is needed; this is \d+\.\d+\.\d+ \(\/.+\)\.\n.+\n$/u,
    );
  });
}

test("npm start ends what it has started", async ({ request }, info) => {
  const database = info.outputPath("tocsin.db");
  const npm = spawn("npm", ["start"], {
    env: { ...process.env, PORT: "0", DATABASE_URL: `file:${database}`, LOG_LEVEL: "silent" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let url = "";
  for await (const chunk of npm.stdout) {
    [url = ""] = /http:\/\/127\.0\.0\.1:\d+/u.exec(String(chunk)) ?? [];
    if (url !== "") break;
  }
  expect((await request.get(`${url}/healthz`)).ok()).toBe(true);

  npm.kill("SIGTERM");
  await once(npm, "exit");
  await expect
    .poll(() =>
      request.get(`${url}/healthz`).then(
        () => "up",
        () => "down",
      ),
    )
    .toBe("down");
});

test("a build has its own migrations, whatever the source beside it has come to", async () => {
  const folder = test.info().outputPath("checkout");
  cpSync("dist", join(folder, "dist"), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  const newer = { idx: 99, version: "6", when: 9e15, tag: "9999_newer", breakpoints: true };
  mkdirSync(join(folder, "db/sqlite/migrations/meta"), { recursive: true });
  writeFileSync(
    join(folder, "db/sqlite/migrations/meta/_journal.json"),
    JSON.stringify({ version: "7", dialect: "sqlite", entries: [newer] }),
  );
  writeFileSync(
    join(folder, "db/sqlite/migrations/9999_newer.sql"),
    "create table newer (id integer);",
  );
  const child = spawn(process.execPath, ["dist/server/main.js"], {
    cwd: folder,
    env: { ...process.env, PORT: "0", DATABASE_URL: "file:tocsin.db" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  await once(child.stdout ?? child, "data");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  const db = new Database(join(folder, "tocsin.db"), { readonly: true });
  expect(db.prepare("select name from sqlite_schema where name = 'newer'").all()).toEqual([]);
  expect(db.prepare("select count(*) from alerts").pluck().get()).toBe(0);
  db.close();
});
