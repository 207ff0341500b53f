import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { createHash } from "node:crypto";
import { expect } from "vitest";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import type { Steps } from "../../../../domain/operation.ts";
import { ALL, type Part } from "../../../../protocol/export.ts";
import type { Imported } from "../../engine/log-text/read-export.ts";
import { openScratch } from "../database.fixture.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { exportLog } from "./export-log.ts";
import { importLog } from "./import-log.ts";

export async function finish<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
  }
}

/** Exports a database, and says where that lies. */
export function exported(file: string, part: Part = ALL): string {
  const to = `${scratchFile()}.jsonl.zst`;
  const steps = exportLog({ file, part });
  for (let step = steps.next(); step.done !== true; step = steps.next())
    if (step.value.frame !== null) appendFileSync(to, step.value.frame);
  return to;
}

/** The lines of an export, without their line breaks. */
export function linesIn(file: string): string[] {
  return zstdDecompressSync(readFileSync(file)).toString().slice(0, -1).split("\n");
}

/** Lines as the file of an export. */
export function packed(lines: readonly string[]): string {
  const to = `${scratchFile()}.jsonl.zst`;
  writeFileSync(to, zstdCompressSync(lines.map((line) => `${line}\n`).join("")));
  return to;
}

/** The same lines under a footer that is right about them. */
export function closed(lines: readonly string[]): string[] {
  const sha256 = createHash("sha256")
    .update(lines.map((line) => `${line}\n`).join(""))
    .digest("hex");
  const alerts = lines.filter((line) => line.includes('"type":"AlertOpened"')).length;
  return [...lines, JSON.stringify({ events: lines.length - 1, alerts, sha256 })];
}

/** A database and an export of its six alerts, of which the first was resolved and is open again under another number. */
export function prepare() {
  const file = scratchFile();
  using db = openScratch(file);
  db.perform([
    ...Array.from({ length: 5 }, (_, index) => ({
      type: "Report" as const,
      report: aReport({ fingerprint: `f${index}`, title: `Alert ${index} „é“` }),
    })),
    { type: "Resolve", id: 1 },
    {
      type: "Report",
      report: aReport({ fingerprint: "f0", startedAt: "2026-01-01T00:30:00.000Z" }),
    },
    { type: "Delete", id: 2 },
  ]);
  return { file, from: exported(file) };
}

/** A place of its own for a database that is not there yet. */
export function place(): string {
  const file = path.join(`${scratchFile()}-place`, "tocsin.db");
  mkdirSync(path.dirname(file));
  return file;
}

/** What an import says where it is refused; `imported` where it is not. */
export async function saidBy(steps: Steps<Imported>): Promise<string> {
  return finish(steps).then(
    () => "imported",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

/** What an import is refused with, which leaves everything as it was; `imported` where it is not. */
export async function refusalOf(from: string, file = place()): Promise<string> {
  const before = existsSync(file) ? readFileSync(file) : null;
  const said = await saidBy(importLog({ from, file }));
  if (said !== "imported") {
    expect(existsSync(file) ? readFileSync(file) : null).toEqual(before);
    expect(readdirSync(path.dirname(file)).filter((name) => name.includes("importing"))).toEqual(
      [],
    );
  }
  return said;
}
