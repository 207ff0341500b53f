import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { WebSocket } from "ws";
import { App } from "../support/app.ts";

const PASSWORD = "canary horse battery staple";

/** What a command says, and how it ends. */
function user(database: string, args: readonly string[], input = "") {
  const command = ["dist/server/user.js", ...args, "--database", `file:${database}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    input,
    encoding: "utf8",
  });
  return { status, said: stdout.trim(), wrong: stderr.trim() };
}

/** Adds, changes and disables users, whoever else has the database open. */
function keepUsers(database: string): void {
  const done = (said: string) => ({ status: 0, said, wrong: "" });
  const refused = (wrong: string) => ({ status: 1, said: "", wrong });
  const named = (...args: string[]) => user(database, args, `${PASSWORD}\n`);

  expect(named("add", "Mira Kern", "--admin")).toEqual(done("Mira Kern can sign in as an admin."));
  expect(named("add", "bob")).toEqual(done("bob can sign in as a viewer."));
  expect(named("add", "MIRA KERN")).toEqual(refused("MIRA KERN: this name is or was another's."));
  expect(named("add", "Mira", "Kern")).toEqual(refused('Put the name in quotes: "Mira Kern"'));
  expect(user(database, ["add", "eve"], "password\n").wrong).toContain("most common");
  expect(user(database, ["add", "eve"])).toEqual(refused("No password was given."));
  expect(named("disable", "mira kern")).toEqual(
    refused("Mira Kern is the last admin who can sign in."),
  );
  expect(named("disable", "bob")).toEqual(done("bob is disabled and signed out everywhere."));
  expect(named("disable", "eve")).toEqual(refused("There is no user eve."));
  expect(
    user(database, ["list"])
      .said.split("\n")
      .map((line) => line.split("\t")),
  ).toEqual([
    ["bob", "viewer", "disabled"],
    ["Mira Kern", "admin", "never signed in"],
  ]);
  expect(named("enable", "bob")).toEqual(done("bob may sign in again."));
  expect(named("password", "bob")).toEqual(
    done("bob has a new password and is signed out everywhere."),
  );
  for (const file of [database, `${database}-wal`])
    expect(readFileSync(file, "latin1")).not.toContain(PASSWORD);
}

test("users are kept beside a running server", async () => {
  const app = await App.start();
  await app.lend(async () => {
    keepUsers(app.database);
    expect((await app.fetch("/readyz")).status).toBe(200);
  });
});

test("users are kept before there is a server, and only where there is a database", () => {
  const database = test.info().outputPath("new.db");
  expect(user(database, ["list"]).wrong).toBe(`There is no database at ${database}.`);
  expect(user(database, ["add", "root", "--admin"], PASSWORD).status).toBe(0);
  expect(user(database, ["list"]).said).toBe("root\tadmin\tnever signed in");
});

test("a terminal shows nothing of a password", async () => {
  const script = spawnSync("script", ["--version"], { encoding: "utf8" });
  test.skip(!script.stdout?.includes("util-linux"), "script of util-linux makes the terminal");
  const database = test.info().outputPath("terminal.db");
  const command = `${process.execPath} dist/server/user.js add root --database file:${database}`;
  const terminal = spawn("script", ["-qefc", command, "/dev/null"]);
  const ended = once(terminal, "exit");
  let shown = "";
  terminal.stdout.setEncoding("utf8").on("data", (chunk: string) => (shown += chunk));
  for (const question of ["New password for root: ", "The same again: "]) {
    await expect.poll(() => shown).toContain(question);
    terminal.stdin.write(`${PASSWORD}\r`);
  }
  expect(await ended).toEqual([0, null]);
  expect(shown).toContain("root can sign in as a viewer.");
  expect(shown).not.toContain("canary");
});

test("a server that was open closes as soon as a command adds somebody", async () => {
  const app = await App.start();
  await app.lend(async () => {
    const [, code] = /setup code: (\S+)/u.exec(app.log) ?? [];
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/u);
    expect((await app.fetch("/api/alerts")).status).toBe(200);
    const socket = new WebSocket(`${app.url.replace("http", "ws")}/api/live`, "tocsin.v1");
    await once(socket, "open");
    const closed = once(socket, "close");
    expect(user(app.database, ["add", "root", "--admin"], PASSWORD).status).toBe(0);
    const [reason] = (await closed) as [number];
    expect(reason).toBe(4401);
    expect((await app.fetch("/api/alerts")).status).toBe(401);
    const page = await app.fetch("/", { redirect: "manual" });
    expect([page.status, page.headers.get("location")]).toEqual([303, "/sign-in"]);
    const late = await app.send("/api/setup", { code, name: "Eve", password: PASSWORD });
    expect([late.status, await late.text()]).toEqual([
      403,
      expect.stringContaining("setup-closed"),
    ]);
    const body = { name: "root", password: PASSWORD };
    expect((await app.send("/api/session", body)).status).toBe(200);
    expect(app.log).not.toContain("canary");
  });
});
