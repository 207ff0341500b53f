import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { finish } from "../../src/server/store/sqlite/file/transaction.ts";
import { seed } from "../../db/seed.ts";

const DIRECTORY = "bench/data";

/** A database with so many made-up alerts. It is made once and kept: the large ones take minutes. */
export function historyOf(alerts: number): string {
  const file = `${DIRECTORY}/${alerts}.db`;
  if (existsSync(file)) return file;
  mkdirSync(DIRECTORY, { recursive: true });
  const unfinished = `${file}.part`;
  for (const end of ["", "-journal", "-wal", "-shm"]) rmSync(unfinished + end, { force: true });
  process.stderr.write(`${alerts} alerts are made up\n`);
  finish(seed(unfinished, { alerts, days: 365, seed: 1, now: Date.UTC(2026, 0, 1) }));
  renameSync(unfinished, file);
  return file;
}
