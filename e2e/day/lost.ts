import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import type { EventType } from "../../src/domain/event.ts";
import { webhookEventOf } from "../../src/protocol/webhook-event.ts";
import type { Told } from "./receivers.ts";
import type { Opened } from "./sources.ts";

/** Time (ms) by which an answer may come after what was answered. */
const LATE = 15_000;

/** The alerts that are not there although their opening was answered, and nobody may have removed them by that time. */
export function lostOf(
  database: string,
  opened: ReadonlyMap<number, Opened>,
  removedUntil: number,
): number[] {
  const there = read(database, (db) => new Set(db.prepare("select id from alerts").pluck().all()));
  return [...opened].flatMap(([id, { at, isStubborn }]) =>
    there.has(id) || (!isStubborn && at <= removedUntil + LATE) ? [] : [id],
  );
}

/** How many of those that were answered are there no more. */
export function goneOf(database: string, opened: ReadonlyMap<number, Opened>): number {
  const there = read(database, (db) => new Set(db.prepare("select id from alerts").pluck().all()));
  return [...opened.keys()].filter((id) => !there.has(id)).length;
}

/** What of the alerts with that label happened, and has not been told to whoever took this. */
export function untoldOf(database: string, label: string, taken: readonly Told[]): Told[] {
  const [name = "", value = ""] = label.split("=");
  const seen = new Set(taken.map(({ seq }) => seq));
  const happened = read(database, (db) =>
    db
      .prepare(
        `select seq, events.alert_id as alert, type from events
        join labels on labels.alert_id = events.alert_id and name = ? and value = ?`,
      )
      .all(name, value),
  ) as (Told & { readonly type: EventType })[];
  return happened.filter(({ seq, type }) => webhookEventOf(type) !== null && !seen.has(seq));
}

/**
 * Restores a backup elsewhere, which looks through it, and counts the events that the database has from before it and
 * the backup has not, or has otherwise, and those of alerts that are still there which the backup alone has.
 */
export async function differencesOf(database: string, backup: string): Promise<number> {
  const place = mkdtempSync(join(tmpdir(), "tocsin-day-"));
  try {
    const restored = join(place, "tocsin.db");
    await run("restore", join(dirname(database), "backups", backup), restored);
    return read(database, (db) => {
      db.prepare("attach ? as restored").run(restored);
      const count = (sql: string) =>
        Number(db.prepare(`select count(*) from (${sql})`).pluck().get());
      const before = `select * from main.events where type <> 'AlertForgotten'
        and seq <= (select max(seq) from restored.events)`;
      const there = `select * from restored.events where type <> 'AlertForgotten'
        and alert_id in (select id from main.alerts)`;
      return (
        count(`${before} except select * from restored.events`) +
        count(`${there} except select * from main.events`)
      );
    });
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** What SQLite finds wrong in a file; "ok" where nothing is. */
export function integrityOf(database: string): unknown {
  return read(database, (db) => db.pragma("integrity_check", { simple: true }));
}

async function run(name: string, file: string, database: string): Promise<void> {
  const command = [`dist/server/${name}.js`, file, "--database", `file:${database}`];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`${file}: ${said}`);
}

function read<T>(file: string, look: (db: Database.Database) => T): T {
  const db = new Database(file, { readonly: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}
