import { statSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import type { Command } from "../../../../domain/command.ts";
import { openScratch } from "../database.fixture.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { vacuumWhole } from "../file/vacuum.ts";
import { dump } from "../models/read-models.fixture.ts";
import { prepareVacuum } from "./vacuum.ts";

const LONG = aReport({ fingerprint: null, description: "x".repeat(20_000) });

/** A file in which nearly all that was written is removed again. */
function emptied(file = scratchFile()) {
  const scratch = openScratch(file);
  const ids = Array.from({ length: 100 }, (_, index) => index + 1);
  const open = ids.map((): Command => ({ type: "Report", report: LONG }));
  const gone = ids.slice(1).flatMap((id): Command[] => [
    { type: "Delete", id },
    { type: "Forget", id },
  ]);
  scratch.append([{ commands: [...open, ...gone], actor: null }]);
  const sizeOf = (): number => {
    scratch.tables.$client.pragma("wal_checkpoint(TRUNCATE)");
    return statSync(file).size;
  };
  return { scratch, sizeOf };
}

test("a file becomes as small as what it holds, step by step", () => {
  const { scratch, sizeOf } = emptied();
  using _ = scratch;
  const vacuum = prepareVacuum(scratch.tables);
  const before = sizeOf();
  expect(before).toBeGreaterThan(2_000_000);
  const { handedBack, left, pageBytes } = vacuum(10);
  expect(handedBack).toBe(10);
  expect(sizeOf()).toBe(before - 10 * pageBytes);
  expect(vacuum(left)).toMatchObject({ left: 0 });
  expect(sizeOf()).toBeLessThan(before / 2);
});

test("one that was made before keeps its size until it is vacuumed as a whole, and shrinks from then on", () => {
  const file = scratchFile();
  const older = new Database(file);
  older.exec("create table anything (x); drop table anything");
  older.close();
  const { scratch, sizeOf } = emptied(file);
  using _ = scratch;
  const vacuum = prepareVacuum(scratch.tables);
  const before = sizeOf();
  expect(vacuum(10)).toMatchObject({ handedBack: 0, left: 0 });
  expect(sizeOf()).toBe(before);
  const held = dump(scratch.tables);
  expect(vacuumWhole(scratch.tables)).toBe(before - sizeOf());
  expect(sizeOf()).toBeLessThan(before / 2);
  expect(dump(scratch.tables)).toEqual(held);
  const commands: Command[] = [
    { type: "Delete", id: 1 },
    { type: "Forget", id: 1 },
  ];
  scratch.append([{ commands, actor: null }]);
  expect(vacuum(1_000).handedBack).toBeGreaterThan(0);
});
