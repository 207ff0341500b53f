import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

/** What npm writes last when it installs, beside what it installs from. */
const [INSTALLED, LOCK] = ["bench/node_modules/.package-lock.json", "bench/package-lock.json"];

// The packages that only the bench needs, in a folder of their own; then its types by theirs.
if (timeOf(INSTALLED) < timeOf(LOCK)) run("npm", "ci", "--prefix", "bench");
run("tsc", "--project", "bench/tsconfig.packages.json");

function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function run(command: string, ...args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
