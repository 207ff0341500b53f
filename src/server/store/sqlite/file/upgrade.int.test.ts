import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { expect, test } from "vitest";
import { webhookSecrets } from "../../../../../db/sqlite/schema.ts";
import * as v from "valibot";
import type { Report } from "../../../../domain/command.ts";
import { aReport, at } from "../../../../domain/history.arbitrary.ts";
import { openScratch } from "../database.fixture.ts";
import { identityOf } from "../../engine/identity.ts";
import { readSecrets } from "../../engine/webhooks/webhook-row.ts";
import { openAlone, openBeside } from "./database.ts";
import { lock } from "./lock.ts";
import { projectFile } from "../../engine/project-file.ts";
import { dump, searchSettings } from "../models/read-models.fixture.ts";
import { rebuild } from "../log/rebuild.ts";
import { finish } from "./transaction.ts";
import { writeHere } from "../people/write-here.ts";
import { createSqlitePeople } from "../sqlite-people.ts";
import { scratchFile } from "./scratch.fixture.ts";

const journalSchema = v.looseObject({ entries: v.array(v.looseObject({ idx: v.number() })) });

/** A database as the first migrations made it, so many of them. */
function openOld(file: string, migrations: number): Database.Database {
  const folder = `${file}-migrations`;
  cpSync(projectFile("db/sqlite/migrations"), folder, { recursive: true });
  const journal = path.join(folder, "meta", "_journal.json");
  const { entries, ...rest } = v.parse(journalSchema, JSON.parse(readFileSync(journal, "utf8")));
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, migrations) }));
  const db = new Database(file);
  migrate(drizzle(db), { migrationsFolder: folder });
  return db;
}

const { source, fingerprint, labels, title, description, severity } = aReport();
const opening = { source, fingerprint, labels, title, description, severity, startedAt: at(0) };

test("a database from before leases and further starts is read on, and knows its episodes", () => {
  const file = scratchFile();
  const old = openOld(file, 3);
  const identity = identityOf({ source, fingerprint: "f1", labels: { host: "web-1" } });
  const [then, end] = [Date.parse(at(1)), Date.parse(at(60))];
  const data = JSON.stringify({ ...opening, annotations: {}, url: null });
  old
    .prepare(
      `insert into events values (1, 1, 'AlertOpened', 1, ${then}, 'monitor', ?),
      (2, 1, 'AlertResolved', 1, ${then}, 'monitor', ?)`,
    )
    .run(data, JSON.stringify({ resolvedAt: at(60) }));
  old
    .prepare(
      `insert into alerts values (1, 2, ?, 'monitor', 'f1', ?, ?, 'warning', 'resolved', ?, '{}',
      null, ?, ${then}, ${then}, 1, null, null, ${end}, 'monitor', null)`,
    )
    .run(identity, title, description, JSON.stringify(labels), Date.parse(at(0)));
  old.close();

  using scratch = openScratch(file);
  const { alerts } = dump(scratch.tables);
  finish(rebuild(scratch.tables));
  expect(dump(scratch.tables).alerts).toEqual(alerts);
  const [again] = scratch.perform([{ type: "Report", report: aReport() }], 3_600_000);
  expect(again).toMatchObject({ value: { alert: { id: 1 }, events: ["AlertReopened"] } });
});

test("whoever acted in an older version's log is named with its kind, rebuilt or not", () => {
  const file = scratchFile();
  const old = openOld(file, 4);
  const insertAlert = old.prepare(
    `insert into alerts (id, seq, source, fingerprint, identity, title, description, severity, status,
      labels, annotations, started_at, received_at, last_seen_at, occurrences, acknowledged_at,
      acknowledged_by, resolved_at, resolved_by)
    values (?, ?, ?, 'f1', ?, ?, ?, 'warning', ?, ?, '{}', ?, ?, ?, 1, ?, ?, ?, ?)`,
  );
  const insertEvent = old.prepare("insert into events values (?, ?, ?, 1, ?, ?, ?)");
  const [start, then, end] = [0, 1, 60].map((seconds) => Date.parse(at(seconds)));
  /** Opened by its source, acknowledged by an operator and resolved by one of them. */
  function write(id: number, named: string, resolvedBy: string): void {
    const seq = 3 * id;
    const data = { ...opening, source: named, annotations: {}, url: null };
    insertEvent.run(seq - 2, id, "AlertOpened", then, named, JSON.stringify(data));
    insertEvent.run(seq - 1, id, "AlertAcknowledged", then, "operator", "{}");
    const resolved = JSON.stringify({ resolvedAt: at(60) });
    insertEvent.run(seq, id, "AlertResolved", then, resolvedBy, resolved);
    const identity = identityOf({ source: named, fingerprint: "f1", labels: labels ?? {} });
    const texts = [title, description, "resolved", JSON.stringify(labels)];
    const times = [start, then, then, then, "operator", end, resolvedBy];
    insertAlert.run(id, seq, named, identity, ...texts, ...times);
  }
  write(1, "monitor", "monitor");
  write(2, "monitor", "operator");
  write(3, "operator", "operator");
  old.close();

  using scratch = openScratch(file);
  const actors = () => scratch.reads.history(3).map(({ actor }) => actor);
  expect([1, 2, 3].map((id) => scratch.reads.alert(id)?.resolvedBy)).toEqual([
    "source:monitor",
    "operator",
    "source:operator",
  ]);
  expect(actors()).toEqual(["source:operator", "operator", "source:operator"]);
  const { alerts } = dump(scratch.tables);
  finish(rebuild(scratch.tables));
  expect(dump(scratch.tables).alerts).toEqual(alerts);
});

test("a database from before people is opened, has nobody in it, and takes the first admin", async () => {
  const file = scratchFile();
  const old = openOld(file, 5);
  old.prepare("insert into meta values ('epoch', 'older')").run();
  old.close();

  using scratch = openScratch(file);
  const { people, close } = createSqlitePeople({
    tables: scratch.tables,
    write: writeHere({ tables: scratch.tables, clock: () => scratch.clock.now }),
    now: () => scratch.clock.now,
    onUnreadable: () => {},
  });
  await close();
  expect(scratch.reads.head().epoch).toBe("older");
  expect(await people.hasAdmin()).toBe(false);
  const by = { actor: "operator", address: null } as const;
  expect(await people.addFirstAdmin("root", "h", by)).toMatchObject({ value: { id: 1 } });
  expect(await people.hasAdmin()).toBe(true);
});

test("a former secret from before there could be several signs until its time", () => {
  const file = scratchFile();
  const old = openOld(file, 14);
  const insert = old.prepare(
    "insert into webhook_secrets values (?, 'https://a.org/', '{}', ?, ?, ?)",
  );
  insert.run(1, "whsec_new", 'whsec_"old"', 1_900_000_000_000);
  insert.run(2, "whsec_only", null, null);
  old.close();

  using scratch = openScratch(file);
  const kept = scratch.tables.select().from(webhookSecrets).all();
  expect(kept.map(readSecrets).map(({ secret, formers }) => [secret, formers])).toEqual([
    ["whsec_new", [{ secret: 'whsec_"old"', until: 1_900_000_000_000 }]],
    ["whsec_only", []],
  ]);
});

test("the index of the search of an older version is merged as that of a new one", () => {
  const file = scratchFile();
  openOld(file, 15).close();
  using older = openScratch(file);
  using newer = openScratch();
  expect(searchSettings(older.tables)).toEqual(searchSettings(newer.tables));
  expect(searchSettings(newer.tables)).toMatchObject({ automerge: 8 });
});

test("under a server of an older version a command migrates nothing", () => {
  const file = scratchFile();
  openOld(file, 5).close();
  const held = lock(file, 0);
  expect(() => openBeside(file)).toThrow(/older version of Tocsin is running/u);
  held.close();
  openBeside(file).close();
  const alone = openAlone(file, 0);
  openBeside(file).close();
  alone.close();
  const command = openBeside(file);
  expect(() => openAlone(file, 0)).toThrow(/another Tocsin is running/u);
  command.close();
  openAlone(file, 0).close();
});

test("an alert that is open under the fingerprint of an older version is not opened again", () => {
  using scratch = openScratch();
  const named = (fields: Partial<Report>) => ({
    type: "Report" as const,
    report: aReport({ labels: { "\u{1F600}": "2", "\uFFFD": "1" }, ...fields }),
  });
  const newer = { fingerprint: "new", formerFingerprint: "old" };
  scratch.perform([named({ fingerprint: "old" }), named(newer)], 60_000);
  scratch.perform([named({ ...newer, status: "resolved", resolvedAt: at(300) })], 300_000);
  expect(scratch.reads.alert(1)).toMatchObject({ status: "resolved", fingerprint: "old" });
  expect(scratch.reads.alert(2)).toBeNull();
  scratch.perform([named({ ...newer, startedAt: at(900) })], 900_000);
  expect(scratch.reads.alert(2)).toMatchObject({ status: "firing", fingerprint: "new" });
});
