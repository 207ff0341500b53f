import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";

const CHECK = path.join(import.meta.dirname, "check.ts");

/** What the check runs, each in place of the real one: it says that it ran, and fails where it is named. */
const COMMANDS = ["oxlint", "oxfmt", "tsc", "knip", "npm", "vitest", "playwright"];

const REPORTS: Readonly<Record<string, readonly [file: string, report: unknown]>> = {
  vitest: ["unit.json", { numPassedTests: 5, numFailedTests: 0 }],
  playwright: ["e2e.json", { stats: { expected: 3, unexpected: 0, flaky: 0 } }],
};

function check(...failing: readonly string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), "tocsin-check-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, "bin"));
  writeFileSync(path.join(folder, "bin", "browser.ts"), "");
  for (const command of COMMANDS)
    writeFileSync(path.join(folder, command), script(command, failing), { mode: 0o755 });
  const PATH = [folder, path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter);
  const { status, stdout } = spawnSync(process.execPath, [CHECK], {
    cwd: folder,
    env: { ...process.env, PATH },
    encoding: "utf8",
  });
  const lines = stdout.trimEnd().split("\n");
  const ran = COMMANDS.filter((command) => lines.includes(`ran ${command}`));
  return {
    status,
    ran,
    last: lines.at(-1),
    told: lines.filter((line) => line.includes("FAILED:")),
  };
}

function script(command: string, failing: readonly string[]): string {
  const [file, report] = REPORTS[command] ?? [];
  return [
    "#!/bin/sh",
    `echo "ran ${command}"`,
    ...(file === undefined
      ? []
      : ["mkdir -p test-results", `echo '${JSON.stringify(report)}' > test-results/${file}`]),
    `exit ${failing.includes(command) ? 3 : 0}`,
  ].join("\n");
}

test("the last line counts all tests, and nothing is said to have failed where all holds", () => {
  expect(check()).toEqual({ status: 0, ran: COMMANDS, last: "8 passed, 0 failed", told: [] });
});

test("whatever fails, everything else is run, and all that failed is told in the end", () => {
  expect(check("oxlint", "knip", "vitest")).toEqual({
    status: 1,
    ran: COMMANDS,
    last: "8 passed, 3 failed",
    told: ["── FAILED: lint, unused code, unit tests"],
  });
});

test("without a build the tests of it are not run, and have failed", () => {
  expect(check("npm")).toEqual({
    status: 1,
    ran: COMMANDS.filter((command) => command !== "playwright"),
    last: "5 passed, 2 failed",
    told: ["── FAILED: build, end-to-end tests"],
  });
});
