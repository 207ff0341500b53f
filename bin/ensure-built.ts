import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";

const BUILT = "dist/server/main.js";
/** What the build is made of. */
const SOURCES = [
  "src",
  "db",
  "bin",
  "public",
  "package.json",
  "package-lock.json",
  "vite.config.ts",
  "vite-tocsin.ts",
];

/** Builds where nothing is built yet, and where a source is newer than what is: after a pull, say. */
function ensureBuilt(): void {
  const built = changedAt(BUILT);
  // A machine that was given the built server alone has no source, and nothing to build.
  if (built > 0 && SOURCES.every((source) => newestIn(source) <= built)) return;
  const { status } = spawnSync("vite build", {
    stdio: ["ignore", "inherit", "inherit"],
    shell: true,
  });
  process.exitCode = status ?? 1;
}

/** When a file or folder, or the newest of what lies in it, was changed (ms); 0 where it is not there. */
function newestIn(file: string): number {
  const inside = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
  const files = inside ? readdirSync(file).map((name) => newestIn(path.join(file, name))) : [];
  return Math.max(changedAt(file), ...files);
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

ensureBuilt();
