import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { events as log } from "../../db/sqlite/schema.ts";
import { openForWriting, type Tables } from "../../src/server/store/sqlite/file/database.ts";
import { dump } from "../../src/server/store/sqlite/models/read-models.fixture.ts";
import { rebuild } from "../../src/server/store/sqlite/log/rebuild.ts";
import { finish } from "../../src/server/store/sqlite/file/transaction.ts";

/** What a database holds: the title under which each id was opened, the alert of each `seq`. */
export interface Held {
  readonly titles: ReadonlyMap<number, string>;
  readonly events: ReadonlyMap<number, number>;
}

/**
 * Checks a database that nobody writes now, on a copy: SQLite finds it whole, the log has no gap,
 * ids and times only grow, and the read models are what the log makes of them. Gives what it holds.
 */
export async function expectSound(database: string): Promise<Held> {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-sound-"));
  const copy = join(folder, "copy.db");
  await cp(database, copy);
  if (existsSync(`${database}-wal`)) await cp(`${database}-wal`, `${copy}-wal`);
  const tables = openForWriting(copy);
  tables.$client.pragma("synchronous = OFF");
  try {
    expect(tables.$client.pragma("integrity_check", { simple: true })).toBe("ok");
    expectGrowing(tables);
    const before = dump(tables);
    finish(rebuild(tables));
    expect(dump(tables)).toEqual(before);
    return heldBy(tables);
  } finally {
    tables.$client.close();
    await rm(folder, { recursive: true });
  }
}

function expectGrowing({ $client: db }: Tables): void {
  const count = (sql: string) => db.prepare(sql).pluck().get();
  const gaps = "select count(*) - coalesce(max(seq), 0) from events";
  const openings = `select count(*) from (select alert_id - lag(alert_id, 1, 0) over (order by seq) as step
    from events where type = 'AlertOpened') where step <> 1`;
  const late = (column: string, table: string, order: string) =>
    `select count(*) from (select ${column} - lag(${column}) over (order by ${order}) as step
      from ${table}) where step < 0`;
  expect(count(gaps), "gaps in the log").toBe(0);
  expect(count(openings), "ids that are not the next").toBe(0);
  expect(count(late("recorded_at", "events", "seq")), "events before earlier ones").toBe(0);
  expect(count(late("received_at", "alerts", "id")), "alerts before earlier ones").toBe(0);
}

function heldBy(tables: Tables): Held {
  const events = tables.select().from(log).all();
  const openings = events.flatMap(({ type, alertId, data }) =>
    type === "AlertOpened" && "title" in data ? [[alertId, data.title] as const] : [],
  );
  return {
    titles: new Map(openings),
    events: new Map(events.map(({ seq, alertId }) => [seq, alertId])),
  };
}
