import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import Database from "better-sqlite3";
import { seededRandom } from "../../src/generator/random.ts";
import { isThorough, note } from "../support/measured.ts";

const ROUNDS = isThorough ? 100 : 12;
/** Longest time (ms) before the kill: a little more than the command takes. */
const LONGER = 1.2;
/** Set it to run again what has failed; the times of the machine are its own. */
const SEED = Number(process.env["CRASH_SEED"] ?? Date.now() % 1_000_000);

function command(name: string, ...args: string[]): string[] {
  return [`dist/server/${name}.js`, ...args];
}

function run(name: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, command(name, ...args), {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}

/** Ends a command by a signal after so many ms, unless it has ended by then. */
async function endAfter(ms: number, signal: NodeJS.Signals, name: string, ...args: string[]) {
  const child = spawn(process.execPath, command(name, ...args), { stdio: "ignore" });
  const exit = once(child, "exit");
  // Not to wait for anything: the moment of the signal is what is drawn.
  await Promise.race([setTimeout(ms), exit]);
  child.kill(signal);
  await exit;
}

function timeOf(done: () => void): number {
  const begun = performance.now();
  done();
  return performance.now() - begun;
}

function look(file: string) {
  const db = new Database(file);
  const one = (sql: string) => db.prepare(sql).pluck().get();
  const looked = {
    fault: db.pragma("integrity_check", { simple: true }),
    events: one("select count(*) from events"),
    alerts: one("select count(*) from alerts"),
    users: one("select count(*) from users"),
  };
  db.close();
  return looked;
}

/** A database without alerts, in which somebody has an account. */
function emptied(seeded: string, file: string): string {
  copyFileSync(seeded, file);
  const db = new Database(file);
  db.exec(`delete from events; delete from alerts; delete from labels; delete from counts;
    insert into search (search) values ('delete-all');
    insert into users (name, folded_name, role, password_version, is_disabled, created_at)
      values ('Mira', 'mira', 'admin', 1, 0, 0)`);
  db.close();
  return file;
}

test("what ends an export or an import by force leaves the old state or the new one", async () => {
  test.setTimeout(240_000);
  const random = seededRandom(SEED);
  const folder = mkdtempSync(join(tmpdir(), "tocsin-e2e-"));
  const seeded = join(folder, "seeded.db");
  run("seed", "--database", `file:${seeded}`, "--alerts", "2000");
  const exports = join(folder, "exports");
  const to = join(exports, "tocsin.jsonl.zst");
  const exporting = ["export", "--database", `file:${seeded}`, "--to", to] as const;
  const exportTime = timeOf(() => run(...exporting)) * LONGER;
  const whole = readFileSync(to);

  await test.step("Ctrl-C leaves no half export, and kill -9 none under its name", async () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const signal = round % 2 === 0 ? "SIGKILL" : "SIGINT";
      rmSync(exports, { recursive: true, force: true });
      await endAfter(random() * exportTime, signal, ...exporting);
      if (existsSync(to)) expect(readFileSync(to)).toEqual(whole);
      const left = existsSync(exports) ? readdirSync(exports) : [];
      if (signal === "SIGINT") expect(left.filter((name) => name.includes("partial"))).toEqual([]);
    }
    run(...exporting);
  });

  const empty = emptied(seeded, join(folder, "empty.db"));
  const place = join(folder, "place");
  const file = join(place, "tocsin.db");
  const importing = ["import", to, "--database", `file:${file}`] as const;
  const put = () => {
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place);
    copyFileSync(empty, file);
  };
  put();
  const old = look(file);
  const importTime = timeOf(() => run(...importing)) * LONGER;
  const imported = look(file);
  expect(imported).toMatchObject({ fault: "ok", alerts: 2000, users: old.users });
  let there = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    await test.step(`import ${round} of CRASH_SEED=${SEED}`, async () => {
      put();
      await endAfter(random() * importTime, "SIGKILL", ...importing);
      const found = look(file);
      expect([old, imported]).toContainEqual(found);
      if (found.events !== old.events) there += 1;
      // And the next one does it, whatever was left.
      else run(...importing);
      expect(look(file)).toEqual(imported);
      expect(readdirSync(place).filter((name) => name.includes("importing"))).toEqual([]);
    });
  }
  note("imports that were in place when they were killed", there);
  rmSync(folder, { recursive: true });
});
