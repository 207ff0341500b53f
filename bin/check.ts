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
  /** Without whose success it would try something old, or nothing. */
  readonly needs?: readonly Step[];
}

const OUTPUT = { seen: ["inherit", "inherit"], kept: ["pipe", "pipe"] } as const;

const BUILD: Step = { name: "build", run: "npm run build" };
const BROWSER: Step = { name: "browser", run: "node bin/browser.ts" };

/**
 * Everything that must hold, the cheapest first. Steps of a group run beside each other. Each runs whatever failed
 * before it, so that one run tells of everything. The build takes one core while others wait.
 */
const GROUPS: readonly (readonly Step[])[] = [
  [
    { name: "lint", run: "oxlint" },
    { name: "format", run: "oxfmt --check" },
    { name: "types", run: "tsc" },
    { name: "unused code", run: "knip" },
    BUILD,
    BROWSER,
  ],
  [{ name: "unit tests", run: "vitest run", count: countUnitTests }],
  [
    {
      name: "end-to-end tests",
      run: "playwright test",
      count: countEndToEndTests,
      needs: [BUILD, BROWSER],
    },
  ],
];

rmSync("test-results", { recursive: true, force: true });
process.exitCode = await check();

async function check(): Promise<0 | 1> {
  const total = { passed: 0, failed: 0 };
  const failed: Step[] = [];
  for (const group of GROUPS) {
    const results = await Promise.all(
      group.map((step, index) => runStep(step, failed, index === 0)),
    );
    for (const { step, succeeded, counts } of results) {
      total.passed += counts.passed;
      total.failed += counts.failed;
      if (!succeeded) failed.push(step);
    }
  }
  if (failed.length > 0) console.log(`\n── FAILED: ${namesOf(failed)}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return failed.length > 0 ? 1 : 0;
}

function namesOf(steps: readonly Step[]): string {
  return steps.map(({ name }) => name).join(", ");
}

interface Result {
  readonly step: Step;
  readonly succeeded: boolean;
  readonly counts: Counts;
}

/** What it says is seen as it runs, or else in one piece once it has ended. */
async function runStep(step: Step, failed: readonly Step[], isSeen: boolean): Promise<Result> {
  const missing = step.needs?.filter((need) => failed.includes(need)) ?? [];
  if (missing.length > 0) return leaveOut(step, missing);
  const { name, run, count } = step;
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
  return { step, succeeded: status === 0, counts: countsOf(count, status === 0) };
}

/** What is not run has failed, since nobody knows whether it holds. */
function leaveOut(step: Step, missing: readonly Step[]): Result {
  console.log(`\n── ${step.name} NOT RUN, for want of: ${namesOf(missing)}`);
  return { step, succeeded: false, counts: countsOf(undefined, false) };
}

function countsOf(count: Step["count"], succeeded: boolean): Counts {
  const { passed, failed } = count?.() ?? { passed: 0, failed: 0 };
  // What failed counts, even where it is no test or its runner broke down: the last line never tells of no failure then.
  return { passed, failed: succeeded ? failed : Math.max(1, failed) };
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
