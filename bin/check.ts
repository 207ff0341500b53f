import { spawnSync } from "node:child_process";
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

/** Everything that must hold, the cheapest first. What fails ends the run. */
const STEPS: readonly Step[] = [
  { name: "format", run: "oxfmt --check" },
  { name: "lint", run: "oxlint" },
  { name: "types", run: "tsc" },
  { name: "unused code", run: "knip" },
  { name: "unit tests", run: "vitest run", count: countUnitTests },
  { name: "build", run: "npm run build" },
  { name: "browser", run: "node bin/browser.ts" },
  { name: "end-to-end tests", run: "playwright test", count: countEndToEndTests },
];

rmSync("test-results", { recursive: true, force: true });
process.exitCode = check();

function check(): 0 | 1 {
  const total = { passed: 0, failed: 0 };
  for (const step of STEPS) {
    const succeeded = runStep(step);
    const counts = step.count?.() ?? { passed: 0, failed: 0 };
    total.passed += counts.passed;
    // A runner that broke down has failed, even where it has counted no failure.
    total.failed += step.count && !succeeded ? Math.max(1, counts.failed) : counts.failed;
    if (!succeeded) return finish(total, 1);
  }
  return finish(total, 0);
}

function runStep({ name, run }: Step): boolean {
  console.log(`\n── ${name}: ${run}`);
  const started = performance.now();
  const { status } = spawnSync(run, { shell: true, stdio: ["ignore", "inherit", "inherit"] });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${name} ${status === 0 ? "passed" : "FAILED"} in ${seconds} s`);
  return status === 0;
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
