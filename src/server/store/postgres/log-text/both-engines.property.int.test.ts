import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { EVERYTHING } from "../../../../domain/filter.ts";
import { T0 } from "../../../../domain/history.arbitrary.ts";
import { ALL, partOf } from "../../../../protocol/export.ts";
import { openScratch } from "../../sqlite/database.fixture.ts";
import { scratchFile } from "../../sqlite/file/scratch.fixture.ts";
import { importLog as importIntoFile } from "../../sqlite/log-text/import-log.ts";
import { exported, finish } from "../../sqlite/log-text/log-text.fixture.ts";
import { arbitraryDeed } from "../../sqlite/queries/hostile.arbitrary.ts";
import { describePostgres, scratchSchema } from "../connection/database.fixture.ts";
import { rebuild } from "../log/rebuild.ts";
import { dump } from "../models/read-models.fixture.ts";
import { openPostgresStore } from "../postgres-store.ts";
import { exportedFrom } from "./log-text.fixture.ts";
import { importLog } from "./import-log.ts";

/** What arrives together, and how much later (ms) than what came before. */
const together = fc.record({
  commands: fc.array(arbitraryDeed, { minLength: 1, maxLength: 6 }),
  apart: fc.constantFrom(0, 1, 1000, 61_000),
});
const history = fc.array(together, { maxLength: 12, size: "max" });
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** A file of SQLite to which that has happened. */
function fileOf(steps: History): string {
  const file = scratchFile();
  using db = openScratch(file);
  for (const { commands, apart } of steps) {
    db.clock.now += apart;
    db.append([{ commands, actor: null }]);
  }
  return file;
}

const QUERIES = [
  "label=host=web-2",
  "label=host=~web-[12]",
  "status=firing,acknowledged",
  "deleted=exclude",
  "q=full",
  "from=2026-01-01T00:01:00Z&to=2026-01-01T00:04:00Z",
  "to=2020-01-01T00:00:00Z",
];

describePostgres("the log as text in both engines", () => {
  test(
    "from SQLite to PostgreSQL and back it is the same, byte for byte",
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          history,
          history,
          fc.constantFrom(...QUERIES),
          async (steps, more, query) => {
            const { url, drop } = await scratchSchema();
            try {
              const file = fileOf(steps);
              const first = exported(file);
              await finish(importLog({ from: first, url }));
              const second = await exportedFrom(url);
              expect(readFileSync(second)).toEqual(readFileSync(first));
              const back = scratchFile();
              await finish(importIntoFile({ from: second, file: back }));
              expect(readFileSync(exported(back))).toEqual(readFileSync(first));
              const part = partOf(new URLSearchParams(query), "operator");
              if (!part.ok) throw new Error(part.problem.detail);
              const [one, other] = [
                exported(file, part.value),
                await exportedFrom(url, part.value),
              ];
              expect(readFileSync(other)).toEqual(readFileSync(one));
              await goOn(url, back, more);
            } finally {
              await drop();
            }
          },
        ),
        { numRuns: 10 },
      );
    },
  );
});

/** What happens after it was imported, happens in both engines alike, and a rebuild finds what was written. */
async function goOn(url: string, file: string, steps: History): Promise<void> {
  using db = openScratch(file);
  db.clock.now = T0 + 10_000_000;
  const store = await openPostgresStore(url, { onRefused: () => {}, clock: () => db.clock.now });
  try {
    for (const { commands, apart } of steps) {
      db.clock.now += apart;
      const [answers] = db.append([{ commands, actor: null }]).answers;
      expect(await store.execute(commands, null)).toEqual({ ok: true, value: answers });
    }
    const page = await store.page(EVERYTHING, { type: "head" }, 200);
    const same = db.reads.page(EVERYTHING, { type: "head" }, 200);
    if (!page.ok || !same.ok) throw new Error("No page was read.");
    expect(page.value.alerts).toEqual(same.value.alerts);
    expect(page.value.removed).toEqual(same.value.removed);
    expect(store.reach()).toBe(db.reads.reach());
  } finally {
    await store.close();
  }
  const before = await dump(url);
  await finish(rebuild(url));
  expect(await dump(url)).toEqual(before);
  expect(readFileSync(await exportedFrom(url, ALL))).toEqual(readFileSync(exported(file)));
}
