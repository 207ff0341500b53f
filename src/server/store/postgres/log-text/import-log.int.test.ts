import { readFileSync, writeFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../../../domain/filter.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { ALL } from "../../../../protocol/export.ts";
import { BY, WEBHOOK } from "../../conformance/webhook.ts";
import { valueOf } from "../../conformance/subject.ts";
import { openScratch } from "../../sqlite/database.fixture.ts";
import {
  closed,
  exported,
  finish,
  linesIn,
  packed,
  prepare,
  saidBy,
} from "../../sqlite/log-text/log-text.fixture.ts";
import { describePostgres } from "../connection/database.fixture.ts";
import { openDuty } from "../connection/duty.ts";
import { openPatient } from "../connection/patient.ts";
import { createPrimary } from "../connection/primary.ts";
import { rebuild } from "../log/rebuild.ts";
import { dump } from "../models/read-models.fixture.ts";
import { openPostgresStore } from "../postgres-store.ts";
import { scratchDatabase } from "../postgres-store.fixture.ts";
import { exportLog } from "./export-log.ts";
import { importLog } from "./import-log.ts";
import { exportedFrom } from "./log-text.fixture.ts";

const SILENT = { onRefused: () => {} };

async function openStore(url: string) {
  const store = await openPostgresStore(url, SILENT);
  onTestFinished(() => store.close());
  return store;
}

function refusalOf(from: string, url: string): Promise<string> {
  return saidBy(importLog({ from, url }));
}

describePostgres("the log as text in PostgreSQL", () => {
  test("a database that is there keeps what it has, its webhooks are told of nothing, and it goes on", async () => {
    const { from } = prepare();
    const url = await scratchDatabase();
    const before = await openPostgresStore(url, SILENT);
    const { epoch } = before.head();
    const { id } = valueOf(await before.webhooks.add(WEBHOOK, BY));
    valueOf(await before.move("tail", 0));
    await before.close();
    expect(await finish(importLog({ from, url }))).toEqual({ events: 8, alerts: 6 });
    const store = await openStore(url);
    expect(store.head()).toEqual({ epoch: expect.not.stringContaining(epoch), seq: 8 });
    expect(await store.webhooks.all()).toMatchObject([{ id }]);
    expect(await store.position("tail")).toBe(8);
    const opened = await store.execute(
      [{ type: "Report", report: aReport({ fingerprint: "new" }) }],
      null,
    );
    expect(valueOf(opened)).toMatchObject([{ value: { alert: { id: 7, seq: 9 } } }]);
    const search = await store.page({ ...EVERYTHING, words: ["ALERT"] }, { type: "head" }, 50);
    expect(valueOf(search).alerts.map(({ id }) => id)).toEqual([5, 4, 3, 1]);
  });

  test("a webhook stands at the end of the log", async () => {
    const { from } = prepare();
    const url = await scratchDatabase();
    const before = await openPostgresStore(url, SILENT);
    valueOf(await before.webhooks.add(WEBHOOK, BY));
    await before.close();
    await finish(importLog({ from, url }));
    const database = await openPatient(url);
    expect(await database.all(sql`select position from webhooks`)).toEqual([{ position: 8 }]);
    await database.close();
  });

  test("what was removed before is removed, and the tables have the indexes that they had", async () => {
    const { file } = prepare();
    {
      using db = openScratch(file);
      db.perform([{ type: "Forget", id: 2 }]);
    }
    const from = exported(file);
    const url = await scratchDatabase();
    const store = await openPostgresStore(url, SILENT);
    await store.close();
    const { indexes } = await dump(url);
    await finish(importLog({ from, url }));
    expect(await dump(url)).toMatchObject({ indexes });
    expect(readFileSync(await exportedFrom(url))).toEqual(readFileSync(from));
    expect((await openStore(url)).reach()).toBe(9);
  });

  test("where a node runs, nothing is imported and nothing made anew", async () => {
    const { from } = prepare();
    const url = await scratchDatabase();
    const node = await openDuty(createPrimary(url), () => performance.now());
    onTestFinished(() => node.close());
    expect(await refusalOf(from, url)).toMatch(/^Tocsin is running on this database: stop all/u);
    await expect(finish(rebuild(url))).rejects.toThrow(/stop all its nodes/u);
  });

  test("a node that starts amid an import waits, and finds all of it", async () => {
    const { from } = prepare();
    const url = await scratchDatabase();
    const steps = importLog({ from, url });
    await steps.next();
    const starting = openStore(url);
    await finish(steps);
    expect((await starting).head().seq).toBe(8);
  });

  test("a database with events, and a file that is not there, are refused", async () => {
    const { from } = prepare();
    const url = await scratchDatabase();
    await finish(importLog({ from, url }));
    expect(await refusalOf(from, url)).toMatch(/^The database has 8 events already/u);
    expect(await refusalOf(`${from}x`, url)).toMatch(/^There is no export/u);
  });

  test("whoever breaks it off leaves nothing of it", async () => {
    const { from } = prepare();
    const url = await scratchDatabase();
    const steps = importLog({ from, url });
    expect((await steps.next()).done).toBe(false);
    await steps.return(undefined as never);
    expect(await finish(importLog({ from, url }))).toEqual({ events: 8, alerts: 6 });
  });

  test.each([
    ["a NUL", "Alert 2", "Alert \\u0000"],
    ["half a character", "Alert 2", "Alert \\ud83d"],
    ["half a character in capitals", "Alert 2", "Alert \\uD83D"],
    ["a NUL behind a backslash", "Alert 2", "Alert \\\\\\u0000"],
    ["a NUL in whoever acts", '"actor":"source:', '"actor":"source:\\u0000'],
  ])("what PostgreSQL does not keep is a fault of its line: %s", async (_, said, instead) => {
    const { from } = prepare();
    const lines = linesIn(from).slice(0, -1);
    const changed = lines.with(3, lines[3]?.replace(said, instead) ?? "");
    expect(changed).not.toEqual(lines);
    const url = await scratchDatabase();
    expect(await refusalOf(packed(closed(changed)), url)).toMatch(
      /^Line 4: it has a NUL or half a/u,
    );
  });

  test.each([
    ["a backslash before it", "Alert \\\\u0000", "Alert \\\\u0000"],
    ["both halves", "Alert \\ud83d\\ude00", "Alert \u{1f600}"],
  ])("what only looks like it is kept: %s", async (_, instead, kept) => {
    const { from } = prepare();
    const lines = linesIn(from).slice(0, -1);
    const written = (as: string) => closed(lines.map((line) => line.replace("Alert 2", as)));
    const url = await scratchDatabase();
    expect(await refusalOf(packed(written(instead)), url)).toBe("imported");
    expect(linesIn(await exportedFrom(url))).toEqual(written(kept));
  });

  test("what is committed amid an export is not in it, and all of the rest is", async () => {
    const url = await scratchDatabase();
    const store = await openStore(url);
    const report = (fingerprint: string) =>
      store.execute([{ type: "Report", report: aReport({ fingerprint }) }], null);
    // More than is read in one go.
    const many = Array.from({ length: 6_000 }, (_, index) => ({
      type: "Report" as const,
      report: aReport({ fingerprint: `f${index}` }),
    }));
    valueOf(await store.execute(many, null));
    const steps = exportLog({ url, part: ALL });
    const frames: Buffer[] = [];
    for (;;) {
      const step = await steps.next();
      if (step.done === true) break;
      if (step.value.frame !== null) frames.push(step.value.frame);
      valueOf(await report("later"));
    }
    const to = `${exported(prepare().file)}.whole`;
    writeFileSync(to, Buffer.concat(frames));
    expect(linesIn(to)).toHaveLength(6_002);
    expect(readFileSync(await exportedFrom(url)).length).toBeGreaterThan(0);
    expect(linesIn(await exportedFrom(url)).length).toBeGreaterThan(6_002);
  });

  test("where no database can be reached, an export is refused", async () => {
    for (const url of ["postgres://127.0.0.1:1/x", "postgres://127.0.0.1:1,127.0.0.1:2/x"])
      await expect(exportedFrom(url)).rejects.toMatchObject({ problem: { code: "store-busy" } });
  });

  test("a database of others has no log", async () => {
    const url = await scratchDatabase();
    await expect(exportedFrom(url)).rejects.toThrow(/no log of Tocsin/u);
  });
});
