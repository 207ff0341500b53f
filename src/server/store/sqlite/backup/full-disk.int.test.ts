import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { backupsIn, manifestFile } from "../../../backups/folder.ts";
import { readManifest } from "../../../backups/manifest.ts";
import { Refusal } from "../../refusal.ts";
import { openScratch } from "../database.fixture.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { contentsOf, faultOfContents } from "./contents.ts";
import { makeBackup } from "./make-backup.ts";
import { restore } from "./restore.ts";
import { errorOf, finish, free, leave, mount, PAGE } from "./small-disk.fixture.ts";

const EARLIER = "2026-11-25T03:00:00.000Z";
const AT = "2026-11-26T03:00:00.000Z";
/** Packed they take more than SQLite needs beside a copy to look it through. */
const ALERTS = 12;
/** Pages by which the room grows where little depends on it. */
const STRIDE = 10;

const disk = mount();

/** What is tried on it is skipped where there is none. */
function mounted(): string {
  if (disk === null) throw new Error("It needs the right to mount a disk.");
  return disk;
}

/** More and more room, from none on; page by page for what is written beside a copy of so many pages. */
function* rooms(copy: number): Generator<number, never> {
  for (let pages = 0; ; pages += pages < copy - STRIDE ? STRIDE : 1) yield pages;
}

/** The pages of what a backup holds. */
function copyOf(backup: string): number {
  const manifest = readManifest(readFileSync(manifestFile(backup), "utf8"));
  return (manifest?.databaseBytes ?? 0) / PAGE;
}

function fill(scratch: ReturnType<typeof openScratch>, alerts: number): void {
  const commands = Array.from({ length: alerts }, (_, index) => ({
    type: "Report" as const,
    report: aReport({ fingerprint: null, description: incompressible(index) }),
  }));
  scratch.append([{ commands, actor: null }]);
}

/** What is packed takes several pages then, which can be too many. */
function incompressible(seed: number): string {
  const part = (at: number) => createHash("sha512").update(`${seed} ${at}`).digest("base64");
  return Array.from({ length: 12 }, (_, at) => part(at)).join("");
}

function look(file: string) {
  const db = new Database(file);
  try {
    return { ...contentsOf(db), fault: faultOfContents(db, null) };
  } finally {
    db.close();
  }
}

test.skipIf(disk === null)(
  "wherever room runs out amid a backup, none of it is left and others stay",
  async () => {
    const disk = mounted();
    const file = scratchFile();
    using scratch = openScratch(file);
    fill(scratch, ALERTS);
    const folder = path.join(disk, "backups");
    const earlier = await finish(makeBackup({ file, folder, at: EARLIER }));
    const causes = new Set<string>();
    for (const pages of rooms(copyOf(path.join(folder, earlier.name)))) {
      leave(disk, pages);
      const error = await errorOf(makeBackup({ file, folder, at: AT }));
      if (error === null) break;
      if (!(error instanceof Refusal)) throw error;
      expect(error.problem.code).toBe("backup-full");
      causes.add(error.message);
      expect(await backupsIn(folder)).toEqual([earlier]);
      expect(readdirSync(folder)).toHaveLength(3);
    }
    expect(await backupsIn(folder)).toMatchObject([{ at: AT, alerts: ALERTS }, { at: EARLIER }]);
    // While it is copied, while the copy is looked through, and while that is packed.
    expect([...causes]).toEqual([
      "database or disk is full",
      "disk I/O error",
      "ENOSPC: no space left on device, write",
    ]);
  },
);

test.skipIf(disk === null)(
  "wherever room runs out amid a restore, the old database is as it was",
  async () => {
    const disk = mounted();
    const original = scratchFile();
    const scratch = openScratch(original);
    fill(scratch, ALERTS);
    const folder = `${original}-backups`;
    const { name } = await finish(makeBackup({ file: original, folder, at: EARLIER }));
    fill(scratch, 5);
    // As a crash leaves it: the last of it lies in the log beside it.
    const left = ["", "-wal"].map((end) => [end, readFileSync(`${original}${end}`)] as const);
    const old = look(original);
    scratch[Symbol.dispose]();
    const place = path.join(disk, "place");
    const file = path.join(place, "tocsin.db");
    const causes = new Set<string>();
    for (const pages of rooms(copyOf(path.join(folder, name)))) {
      free(disk);
      rmSync(place, { recursive: true, force: true });
      mkdirSync(place);
      for (const [end, bytes] of left) writeFileSync(`${file}${end}`, bytes);
      leave(disk, pages);
      const error = await errorOf(restore({ from: path.join(folder, name), file, at: AT }));
      free(disk);
      expect(readdirSync(place).filter((name) => name.includes("restoring"))).toEqual([]);
      if (error === null) break;
      expect(String(error)).toMatch(/no room left on the disk of the database$/u);
      causes.add(String(error.cause));
      expect(look(file)).toEqual(old);
    }
    expect(look(file)).toMatchObject({ alerts: ALERTS, fault: null });
    const kept = readdirSync(place).find((name) => /before-[^.]*$/u.test(name)) ?? "";
    expect(look(path.join(place, kept))).toEqual(old);
    // While it is unpacked, and while it is looked through.
    expect([...causes]).toEqual([
      "Error: ENOSPC: no space left on device, write",
      "SqliteError: disk I/O error",
    ]);
  },
);
