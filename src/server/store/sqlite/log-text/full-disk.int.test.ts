import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { ALL } from "../../../../protocol/export.ts";
import { errorOf, free, leave, mount } from "../backup/small-disk.fixture.ts";
import { openScratch } from "../database.fixture.ts";
import { openForWriting } from "../file/database.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { exportTo } from "./export-log.ts";
import { importLog } from "./import-log.ts";
import { exported } from "./log-text.fixture.ts";

const disk = mount();

/** What is tried on it is skipped where there is none. */
function mounted(): string {
  if (disk === null) throw new Error("It needs the right to mount a disk.");
  return disk;
}

/** A database whose export takes several pages, however it is packed. */
function filled(): string {
  const file = scratchFile();
  using scratch = openScratch(file);
  const text = (seed: number) => createHash("sha512").update(String(seed)).digest("base64");
  const commands = Array.from({ length: 300 }, (_, index) => ({
    type: "Report" as const,
    report: aReport({ fingerprint: null, description: text(index) }),
  }));
  scratch.append([{ commands, actor: null }]);
  return file;
}

test.skipIf(disk === null)(
  "wherever room runs out amid an export, there is what was there before",
  async () => {
    const disk = mounted();
    const file = filled();
    const to = path.join(disk, "log.jsonl.zst");
    writeFileSync(to, "that of yesterday");
    for (let pages = 0; ; pages += 1) {
      leave(disk, pages);
      const error = await errorOf(exportTo({ file, part: ALL }, to));
      free(disk);
      expect(readdirSync(disk)).toEqual(["log.jsonl.zst"]);
      if (error === null) {
        expect(pages).toBeGreaterThan(2);
        break;
      }
      expect(error.message).toBe(`${to} is not written: there is no room left on its disk.`);
      expect(readFileSync(to, "utf8")).toBe("that of yesterday");
    }
    expect(readFileSync(to)).toEqual(readFileSync(exported(file)));
    rmSync(to);
  },
);

/** What was refused, whoever has said so in words of their own. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;
}

/** Pages by which the room grows from one try to the next. */
const STRIDE = 12;

test.skipIf(disk === null)(
  "wherever room runs out amid an import, the old database is as it was",
  async () => {
    const disk = mounted();
    const from = exported(filled());
    const place = path.join(disk, "place");
    const file = path.join(place, "tocsin.db");
    mkdirSync(place);
    openForWriting(file).$client.close();
    const old = readFileSync(file);
    const causes = new Set<string>();
    for (let pages = 0; ; pages += STRIDE) {
      leave(disk, pages);
      const error = await errorOf(importLog({ from, file }));
      free(disk);
      expect(readdirSync(place).filter((name) => name.includes("importing"))).toEqual([]);
      if (error === null) break;
      expect(error.message).toBe(
        "Nothing is imported: there is no room left on the disk of the database.",
      );
      expect(readFileSync(file).equals(old)).toBe(true);
      // Whoever may only read and looks whether there are alerts leaves an empty one.
      expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
      causes.add(String(rootOf(error)).replace(/ '.*/u, ""));
    }
    expect(readFileSync(exported(file))).toEqual(readFileSync(from));
    // While it is looked whether there are alerts, while it is copied, and while it is filled.
    expect([...causes]).toEqual([
      "SqliteError: disk I/O error",
      "Error: ENOSPC: no space left on device, copyfile",
      "SqliteError: database or disk is full",
    ]);
  },
);

test.skipIf(disk === null)(
  "wherever room runs out amid an import into none, there is none afterwards",
  async () => {
    const disk = mounted();
    const from = exported(filled());
    const place = path.join(disk, "new");
    const file = path.join(place, "tocsin.db");
    mkdirSync(place);
    for (let pages = 0; ; pages += STRIDE) {
      leave(disk, pages);
      const error = await errorOf(importLog({ from, file }));
      free(disk);
      if (error === null) break;
      expect(error.message).toBe(
        "Nothing is imported: there is no room left on the disk of the database.",
      );
      expect(readdirSync(place).filter((name) => !name.endsWith("-lock"))).toEqual([]);
    }
    expect(readFileSync(exported(file))).toEqual(readFileSync(from));
  },
);
