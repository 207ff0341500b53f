import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import * as v from "valibot";

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface Step {
  readonly name: string;
  readonly run: string;
  /** How to count the tests of this step, where it runs any. */
  readonly count?: () => Counts;
}

const OUTPUT = { seen: ["inherit", "inherit"], kept: ["pipe", "pipe"] } as const;

/**
 * Everything that must hold, the cheapest first. Steps of a group run beside each other, and what fails ends the
 * run after its group. The build takes one core while many of the unit tests wait.
 */
const GROUPS: readonly (readonly Step[])[] = [
  [
    { name: "lint", run: "oxlint" },
    { name: "format", run: "oxfmt --check" },
    { name: "types", run: "tsc" },
    { name: "unused code", run: "knip" },
  ],
  [
    { name: "unit tests", run: "vitest run", count: countUnitTests },
    { name: "build", run: "npm run build" },
    { name: "browser", run: "node bin/browser.ts" },
  ],
  [{ name: "end-to-end tests", run: "playwright test", count: countEndToEndTests }],
];

rmSync("test-results", { recursive: true, force: true });
process.exitCode = await check();

async function check(): Promise<0 | 1> {
  const total = { passed: 0, failed: 0 };
  for (const group of GROUPS) {
    const results = await Promise.all(group.map((step, index) => runStep(step, index === 0)));
    for (const { counts } of results) {
      total.passed += counts.passed;
      total.failed += counts.failed;
    }
    if (results.some(({ succeeded }) => !succeeded)) return finish(total, 1);
  }
  return finish(total, 0);
}

interface Result {
  readonly succeeded: boolean;
  readonly counts: Counts;
}

/** What it says is seen as it runs, or else in one piece once it has ended. */
async function runStep({ name, run, count }: Step, isSeen: boolean): Promise<Result> {
  const head = `\n── ${name}: ${run}`;
  if (isSeen) console.log(head);
  const started = performance.now();
  const child = spawn(run, { shell: true, stdio: ["ignore", ...OUTPUT[isSeen ? "seen" : "kept"]] });
  const said: Buffer[] = [];
  for (const output of [child.stdout, child.stderr])
    output?.on("data", (chunk: Buffer) => said.push(chunk));
  const [status] = (await once(child, "close")) as [number | null];
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (!isSeen) process.stdout.write(`${head}\n${Buffer.concat(said).toString()}`);
  console.log(`── ${name} ${status === 0 ? "passed" : "FAILED"} in ${seconds} s`);
  return { succeeded: status === 0, counts: countsOf(count, status === 0) };
}

function countsOf(count: Step["count"], succeeded: boolean): Counts {
  const { passed, failed } = count?.() ?? { passed: 0, failed: 0 };
  // A runner that broke down has failed, even where it has counted no failure.
  return { passed, failed: count && !succeeded ? Math.max(1, failed) : failed };
}

function finish({ passed, failed }: Counts, code: 0 | 1): 0 | 1 {
  console.log(`\n${passed} passed, ${failed} failed`);
  return code;
}

function countUnitTests(): Counts {
  const report = v.object({ numPassedTests: v.number(), numFailedTests: v.number() });
  const counted = readReport("test-results/unit.json", report);
  return { passed: counted?.numPassedTests ?? 0, failed: counted?.numFailedTests ?? 0 };
}

function countEndToEndTests(): Counts {
  const stats = v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number() });
  const counted = readReport("test-results/e2e.json", v.object({ stats }))?.stats;
  return {
    passed: counted?.expected ?? 0,
    failed: (counted?.unexpected ?? 0) + (counted?.flaky ?? 0),
  };
}

function readReport<T extends v.GenericSchema>(path: string, schema: T): v.InferOutput<T> | null {
  if (!existsSync(path)) return null;
  return v.parse(schema, JSON.parse(readFileSync(path, "utf8")));
}
