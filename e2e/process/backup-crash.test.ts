import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { zstdDecompressSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import Database from "better-sqlite3";
import * as v from "valibot";
import { seededRandom } from "../../src/generator/random.ts";
import { App } from "../support/app.ts";
import { isThorough, note } from "../support/measured.ts";

const ROUNDS = isThorough ? 100 : 20;
/** Longest time (ms) before the kill: a little more than the command takes. */
const LONGER = 1.2;
/** Set it to run again what has failed; the times of the machine are its own. */
const SEED = Number(process.env["CRASH_SEED"] ?? Date.now() % 1_000_000);

const manifestSchema = v.object({ sha256: v.string(), alerts: v.number() });

function command(name: string, ...args: string[]): string[] {
  return [`dist/server/${name}.js`, ...args];
}

function run(name: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, command(name, ...args), {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}

/** Kills a command after so many ms, unless it has ended by then. */
async function killAfter(ms: number, name: string, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, command(name, ...args), { stdio: "ignore" });
  const exit = once(child, "exit");
  // Not to wait for anything: the moment of the kill is what is drawn.
  await Promise.race([setTimeout(ms), exit]);
  child.kill("SIGKILL");
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
    epoch: one("select value from meta where key = 'epoch'"),
    events: one("select count(*) from events"),
    alerts: one("select count(*) from alerts"),
  };
  db.close();
  return looked;
}

/** A folder with a database of 3,000 alerts, a backup of that, and the database with one more. */
function prepare() {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-e2e-"));
  const database = join(folder, "tocsin.db");
  run("seed", "--database", `file:${database}`, "--alerts", "3000");
  run("backup", "--database", `file:${database}`);
  const backups = join(folder, "backups");
  const [name = ""] = readdirSync(backups).filter((name) => name.endsWith(".zst"));
  const db = new Database(database);
  db.exec(`insert into events select seq + 1, alert_id, 'AlertNoted', 1, recorded_at, actor, '{"text":"new"}'
    from events order by seq desc limit 1`);
  db.close();
  return { folder, database, backups, backup: join(backups, name) };
}

test("kill -9 amid a restore leaves the old database or the new one", async () => {
  test.setTimeout(240_000);
  const random = seededRandom(SEED);
  const { folder, database, backup } = prepare();
  const place = join(folder, "place");
  const file = join(place, "tocsin.db");
  const restore = ["restore", backup, "--database", `file:${file}`] as const;
  const old = look(database);
  const put = () => {
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place);
    copyFileSync(database, file);
  };
  put();
  const time = timeOf(() => run(...restore)) * LONGER;
  const restored = { ...look(file), epoch: "another" };
  expect(restored).toMatchObject({ fault: "ok", events: Number(old.events) - 1 });
  let swapped = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    await test.step(`round ${round} of CRASH_SEED=${SEED}`, async () => {
      put();
      await killAfter(random() * time, ...restore);
      const found = look(file);
      const isOld = found.epoch === old.epoch;
      expect(isOld ? found : { ...found, epoch: "another" }).toEqual(isOld ? old : restored);
      if (!isOld) swapped += 1;
      // And the next one does it, whatever was left.
      run(...restore);
      expect({ ...look(file), epoch: "another" }).toEqual(restored);
      expect(readdirSync(place).filter((name) => name.includes("restoring"))).toEqual([]);
    });
  }
  note("restores that were in place when they were killed", swapped);
  rmSync(folder, { recursive: true });
});

test("kill -9 amid a backup leaves whole backups only, and the next start removes the rest", async () => {
  test.setTimeout(240_000);
  const random = seededRandom(SEED + 1);
  const { folder, database, backups } = prepare();
  const backUp = ["backup", "--database", `file:${database}`] as const;
  const time = timeOf(() => run(...backUp)) * LONGER;
  let left = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    await test.step(`round ${round} of CRASH_SEED=${SEED}`, async () => {
      await killAfter(random() * time, ...backUp);
      for (const name of readdirSync(backups).filter((name) => name.endsWith(".zst"))) {
        const bytes = readFileSync(join(backups, name));
        const manifest = v.parse(
          manifestSchema,
          JSON.parse(readFileSync(join(backups, `${name}.json`), "utf8")),
        );
        expect(createHash("sha256").update(bytes).digest("hex")).toBe(manifest.sha256);
        expect(zstdDecompressSync(bytes).toString("latin1", 0, 15)).toBe("SQLite format 3");
      }
      if (readdirSync(backups).some((name) => name.includes("partial"))) left += 1;
    });
  }
  // Whoever lost the command that started them notices between two steps, and then the folder is free.
  await expect(() => run(...backUp)).toPass();
  expect(readdirSync(backups).filter((name) => name.includes("partial"))).toEqual([]);
  await killAfter(time / 2, ...backUp);
  const app = await App.start(folder);
  // The same holds for a server: one that starts before leaves what is still somebody's.
  await expect(async () => {
    await app.stop();
    await app.start();
    expect(readdirSync(backups).filter((name) => name.includes("partial"))).toEqual([]);
  }).toPass();
  await app.stop();
  note("kills that left something half done", left);
});
