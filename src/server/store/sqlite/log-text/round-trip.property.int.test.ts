import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { EVERYTHING } from "../../../../domain/filter.ts";
import { aReport, arbitraryCommand, T0 } from "../../../../domain/history.arbitrary.ts";
import type { Command } from "../../../../domain/command.ts";
import type { Horizon } from "../../../../domain/retention.ts";
import { partOf } from "../../../../protocol/export.ts";
import { faultOfContents } from "../backup/contents.ts";
import { openScratch } from "../database.fixture.ts";
import { openForReading, openForWriting, type Tables } from "../file/database.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { finish as finishAll } from "../file/transaction.ts";
import { TOLD_EVENTS } from "../../engine/told-events.ts";
import { prepareFloor, prepareLastId } from "../log/forget.ts";
import { rebuild } from "../log/rebuild.ts";
import { prepareRemoved } from "../log/removed.ts";
import { dump } from "../models/read-models.fixture.ts";
import { purge } from "../retention/purge.fixture.ts";
import { importLog } from "./import-log.ts";
import { exported, finish, linesIn } from "./log-text.fixture.ts";

/** What may happen to a handful of alerts, of which some are removed for good. */
const happening: fc.Arbitrary<readonly Command[]> = fc
  .tuple(arbitraryCommand, fc.integer({ min: 1, max: 4 }), fc.string({ unit: "grapheme" }))
  .chain(([command, which, text]) =>
    fc.constantFrom<readonly Command[]>(
      [
        command.type === "Report"
          ? {
              type: "Report",
              report: aReport({
                ...command.report,
                fingerprint: `f${which}`,
                title: `${command.report.title} ${text}`,
                labels: { host: `web-${which}`, [text]: text },
              }),
            }
          : { ...command, id: which },
      ],
      [
        { type: "Delete", id: which },
        { type: "Forget", id: which },
      ],
    ),
  );

function historyOf(happenings: readonly (readonly Command[])[]): string {
  const file = scratchFile();
  using db = openScratch(file);
  db.perform(happenings.flat(), 30_000);
  return file;
}

function modelsIn(file: string) {
  const tables = openForReading(file);
  try {
    return dump(tables);
  } finally {
    tables.$client.close();
  }
}

test("what is exported, imported and exported again is the same, byte for byte", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 30 }), async (commands) => {
      const file = historyOf(commands);
      const first = exported(file);
      const other = scratchFile();
      const told = await finish(importLog({ from: first, file: other }));
      expect(told.events).toBe(linesIn(first).length - 2);
      expect(readFileSync(exported(other))).toEqual(readFileSync(first));
      expect(modelsIn(other)).toEqual(modelsIn(file));
    }),
    { numRuns: 25 },
  );
});

test("a part has every event of its alerts and none of others, and is the same again", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 3, maxLength: 30 }),
      fc.constantFrom(
        "label=host=web-2",
        "label=host=~web-[12]",
        "status=firing,acknowledged",
        "deleted=exclude",
        "q=full",
        "from=2026-01-01T00:02:00Z&to=2026-01-01T00:04:00Z",
        "label=host!=web-1&from=2026-01-01T00:02:00Z",
      ),
      async (commands, query) => {
        const file = historyOf(commands);
        const part = partOf(new URLSearchParams(query), "operator");
        if (!part.ok) throw new Error(part.problem.detail);
        const first = exported(file, part.value);
        const wanted = idsOf(file, query);
        const [, ...events] = linesIn(exported(file)).slice(0, -1);
        const [, ...found] = linesIn(first).slice(0, -1);
        const alertIdOf = (line: string) => (JSON.parse(line) as { alertId: number }).alertId;
        expect(found).toEqual(events.filter((line) => wanted.includes(alertIdOf(line))));
        const other = scratchFile();
        await finish(importLog({ from: first, file: other }));
        expect(readFileSync(exported(other, part.value))).toEqual(readFileSync(first));
      },
    ),
    { numRuns: 25 },
  );
});

/** What may happen before and after a log moves to another database; a purge notes when it was. */
type Deed =
  | { readonly type: "commands"; readonly commands: readonly Command[] }
  | { readonly type: "purge"; readonly of: Horizon["of"]; readonly age: number }
  | { readonly type: "go-by" };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: happening.map((commands): Deed => ({ type: "commands", commands })) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("purge" as const),
      of: fc.constantFrom("resolved" as const, "trash" as const),
      age: fc.constantFrom(0, 60_000),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Deed>({ type: "go-by" }) },
);

function doIn(file: string, deeds: readonly Deed[], from: number): void {
  using db = openScratch(file);
  db.clock.now = from;
  for (const deed of deeds) {
    if (deed.type === "commands") db.perform(deed.commands, 30_000);
    else if (deed.type === "go-by") goBy(db.tables);
    else {
      const before = isoTime(db.clock.now - deed.age);
      const purged = purge(db, { of: deed.of, before }, 2);
      if (purged.size > 0) prepareRemoved(db.tables).note({ at: before, kept: "90d" });
    }
  }
}

/** As if so much had happened to one alert, before all since the last removal, that nobody is told of any before. */
function goBy(tables: Tables): void {
  const floor = prepareFloor(tables)();
  if (floor === 0) return;
  const { $client: db } = tables;
  for (const table of ["events", "alerts", "removals"])
    db.prepare(`update ${table} set seq = seq + ? where seq >= ?`).run(TOLD_EVENTS, floor);
  db.prepare(
    `update meta set value = cast(value + ? as integer)
     where key in ('floor', 'reach') and cast(value as integer) >= ?`,
  ).run(TOLD_EVENTS, floor);
}

/** All that two databases must have alike which have the same past, and whether it is whole. */
function stateOf(file: string) {
  using scratch = openScratch(file);
  const { tables, reads } = scratch;
  const all = (sql: string) => tables.$client.prepare(sql).all();
  const models = dump(tables);
  finishAll(rebuild(tables));
  expect(dump(tables)).toEqual(models);
  expect(faultOfContents(tables.$client, null)).toBeNull();
  expect(reads.reach()).toBeLessThanOrEqual(prepareFloor(tables)());
  const page = reads.page(EVERYTHING, { type: "head" }, 200);
  return {
    models,
    log: all("select * from events order by seq"),
    removals: all("select * from removals order by seq"),
    floor: prepareFloor(tables)(),
    head: reads.head().seq,
    lastId: prepareLastId(tables)(),
    removed: page.ok ? page.value.removed : page.problem,
  };
}

test("what is removed before a log moves and after it goes as if it had never moved", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { minLength: 3, maxLength: 30, size: "max" }),
      fc.array(deed, { maxLength: 20, size: "max" }),
      async (before, after) => {
        const file = scratchFile();
        doIn(file, before, T0);
        const other = scratchFile();
        await finish(importLog({ from: exported(file), file: other }));
        // What a source has said in the last minute is beside the log, and does not move.
        const { $client } = openForWriting(file);
        $client.exec("delete from unrecorded");
        $client.close();
        expect(stateOf(other)).toEqual(stateOf(file));
        for (const one of [file, other]) doIn(one, after, T0 + 10_000_000);
        const state = stateOf(file);
        expect(stateOf(other)).toEqual(state);
        expect(readFileSync(exported(other))).toEqual(readFileSync(exported(file)));
        const back = scratchFile();
        await finish(importLog({ from: exported(other), file: back }));
        expect(stateOf(back)).toEqual(state);
      },
    ),
    { numRuns: 10 },
  );
});

/** The same by words of its own. */
function idsOf(file: string, query: string): number[] {
  const tables = openForReading(file);
  const rows = tables.$client
    .prepare<
      [],
      { id: number; status: string; title: string; labels: string; at: number; gone: number | null }
    >("select id, status, title, labels, received_at as at, deleted_at as gone from alerts")
    .all();
  tables.$client.close();
  const hostOf = (labels: string) => (JSON.parse(labels) as { host?: string }).host;
  const [two, four] = [2, 4].map((minute) => Date.UTC(2026, 0, 1, 0, minute)) as [number, number];
  const matches: Record<string, (row: (typeof rows)[number]) => boolean> = {
    "label=host=web-2": ({ labels }) => hostOf(labels) === "web-2",
    "label=host=~web-[12]": ({ labels }) => /^web-[12]$/u.test(hostOf(labels) ?? ""),
    "status=firing,acknowledged": ({ status }) => status !== "resolved",
    "deleted=exclude": ({ gone }) => gone === null,
    "q=full": ({ title }) => title.includes("full"),
    "from=2026-01-01T00:02:00Z&to=2026-01-01T00:04:00Z": ({ at }) => at >= two && at < four,
    "label=host!=web-1&from=2026-01-01T00:02:00Z": ({ labels, at }) =>
      hostOf(labels) !== "web-1" && at >= two,
  };
  return rows.filter((row) => matches[query]?.(row) === true).map(({ id }) => id);
}
