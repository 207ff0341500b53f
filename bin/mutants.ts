import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { defineCommand, runMain } from "citty";
import * as v from "valibot";
import { clearly } from "./clearly.ts";
import { type Mutant, mutate, type Subject } from "./mutants/mutant.ts";
import { SUBJECTS } from "./mutants/subjects.ts";
import { whole } from "./whole-number.ts";

/** All that the tests are run from. */
const PARTS = ["src", "db", "public", "package.json", "tsconfig.json", "vitest.config.ts"];
/** Time (ms) after which a run has hung: a mutant that makes a test go on for ever shows nothing. */
const PATIENCE = 120_000;

const command = defineCommand({
  meta: { name: "mutants", description: "Puts faults into the code that its tests must find." },
  args: {
    only: { type: "string", default: "", description: "Only those of files with this in the name" },
    times: { type: "string", default: "1", description: "How often each must be found" },
  },
  run: clearly(({ args }: { args: { only: string; times: string } }) => {
    const subjects = SUBJECTS.filter(({ file }) => file.includes(args.only));
    if (subjects.length === 0) throw new Error(`There are no mutants of ${args.only}.`);
    const tree = copyTree();
    try {
      run(subjects, whole("times", args.times), tree);
    } finally {
      rmSync(tree, { recursive: true });
    }
  }),
});

/** A copy to put faults into: whoever works on the project meanwhile never meets one. */
function copyTree(): string {
  const tree = mkdtempSync(join(tmpdir(), "tocsin-mutants-"));
  for (const part of PARTS) {
    const filter = (path: string): boolean => basename(path) !== "node_modules";
    cpSync(part, join(tree, part), { recursive: true, filter });
  }
  // Its own folder of the same packages: what tests build goes there, too.
  mkdirSync(join(tree, "node_modules"));
  for (const name of readdirSync("node_modules").filter((name) => !name.startsWith("."))) {
    symlinkSync(resolve("node_modules", name), join(tree, "node_modules", name));
  }
  return tree;
}

function run(subjects: readonly Subject[], times: number, tree: string): void {
  const tried = subjects.flatMap((subject) => {
    if (failuresOf(subject.tests, tree) > 0) {
      throw new Error(`These fail without any fault: ${subject.tests.join(", ")}`);
    }
    return subject.mutants.map((mutant) => {
      return { subject, mutant, killed: kill(subject, mutant, times, tree) };
    });
  });
  const survivors = tried.filter(({ killed }) => killed < times);
  console.log(`\n${tried.length - survivors.length} of ${tried.length} mutants were killed`);
  for (const { subject, mutant } of survivors) console.log(`  ${subject.file}: ${mutant.fault}`);
  process.exitCode = survivors.length === 0 ? 0 : 1;
}

/** In how many of so many runs its tests found the fault. */
function kill({ file, tests }: Subject, mutant: Mutant, times: number, tree: string): number {
  const path = join(tree, file);
  const code = readFileSync(path, "utf8");
  writeFileSync(path, mutate(code, mutant));
  const runs = Array.from({ length: times }, () => failuresOf(tests, tree));
  writeFileSync(path, code);
  const killed = runs.filter((failures) => failures > 0).length;
  const outcome = killed === times ? "killed" : `SURVIVED ${times - killed} of ${times}`;
  console.log(`${outcome.padEnd(8)} ${file}: ${mutant.fault}`);
  return killed;
}

/** How many tests fail, up to the first file that has any. Throws where they cannot be run at all. */
function failuresOf(tests: readonly string[], tree: string): number {
  const report = join(tree, "test-results/unit.json");
  rmSync(report, { force: true });
  // The question is what the short tests find.
  const { THOROUGH: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(
    "vitest",
    ["run", ...tests, "--maxWorkers=1", "--bail=1"],
    { cwd: tree, env, encoding: "utf8", timeout: PATIENCE, stdio: ["ignore", "pipe", "pipe"] },
  );
  const failures = countIn(report);
  if ((status === 0) === (failures === 0)) return failures;
  throw new Error(`The tests broke down: ${tests.join(", ")}\n${stdout}${stderr}`);
}

function countIn(report: string): number {
  if (!existsSync(report)) return 0;
  const schema = v.object({ numFailedTests: v.number() });
  return v.parse(schema, JSON.parse(readFileSync(report, "utf8"))).numFailedTests;
}

await runMain(command);
