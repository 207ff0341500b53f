import { spawnSync } from "node:child_process";
import { defineCommand, runMain } from "citty";
import { clearly } from "./clearly.ts";
import { whole } from "./whole-number.ts";

interface Run {
  readonly name: string;
  readonly proves: string;
  readonly command: string;
}

/** Runs too long for `npm test`, which has a short version of each: THOROUGH=1 makes them long. */
const RUNS: readonly Run[] = [
  {
    name: "hub",
    proves: "in 50,000 random histories every subscription ends with the rows of a fresh page",
    command: "vitest run src/server/live/hub.property.test.ts",
  },
  {
    name: "walk",
    proves:
      "down 20,000 rows and back up each is there once; 500 slides of the window leave nothing",
    command: "playwright test walk memory --workers=1",
  },
  {
    name: "blank",
    proves: "over long ways at up to 8,000 px/s no frame is presented without its rows",
    command: "playwright test blank --workers=1",
  },
  {
    name: "drift",
    proves: "at seven sizes of screen, pixel and text the row at the eye stands still",
    command: "playwright test drift --workers=1",
  },
  {
    name: "engines",
    proves: "in Firefox and WebKit, 3,000 rows down and up, nothing is missing and nothing moves",
    command: "playwright test e2e/engines --workers=1",
  },
  {
    name: "said",
    proves: "in 3,000 random hours of Alertmanagers the feed is what they said last",
    command: "vitest run src/server/ingest/alertmanager.property.int.test.ts",
  },
  {
    name: "pair",
    proves: "so it is with two real Alertmanagers through 200 restarts of anything",
    command: "playwright test alertmanager-pair",
  },
  {
    name: "storm",
    proves: "5,000 clients that come back at once are all served, and pages still answer",
    command: "playwright test storm --workers=1",
  },
  {
    name: "slow",
    proves: "readers that stop reading for ten minutes under load cost nothing, and converge after",
    command: "playwright test slow-reader --workers=1",
  },
  {
    name: "crash",
    proves: "after 50 kills in the middle of load, all that was answered is there and sound",
    command: "playwright test crash --workers=1",
  },
  {
    name: "backup",
    proves:
      "20 backups that were made under load are restored, and hold alert by alert what was there",
    command: "playwright test backup-load --workers=1",
  },
  {
    name: "faults",
    proves: "in 5,000 random runs through a bad network every reader ends with a fresh page",
    command: "vitest run e2e/convergence/seeds",
  },
  {
    name: "outages",
    proves: "so it does in 240 runs with a built server that is killed, stopped and restored",
    command: "playwright test convergence --workers=1",
  },
  {
    name: "day",
    proves:
      "after eight hours of everything at once, played in 20 minutes, nothing is lost and nothing has grown",
    command: "playwright test e2e/day --workers=1",
  },
  {
    name: "hostile",
    proves: "thousands of hostile requests, texts and messages do no harm",
    command: "playwright test hostile",
  },
  {
    name: "mutants",
    proves:
      "each of more than 400 faults that are put into the core is found by the tests of that part",
    command: "node bin/mutants.ts",
  },
];

const command = defineCommand({
  meta: { name: "soak", description: "Long runs that prove what a short test cannot." },
  args: {
    name: {
      type: "positional",
      required: false,
      description: `One of ${RUNS.map(({ name }) => name).join(", ")}, or list; else all of them`,
    },
    minutes: {
      type: "string",
      description: "How long the day takes, of which each minute stands for 24",
      default: "20",
    },
  },
  run: clearly(({ args }) => {
    if (args.name === "list") return list();
    process.env["DAY_MINUTES"] = String(whole("minutes", args.minutes));
    const wanted = RUNS.filter(({ name }) => args.name === undefined || name === args.name);
    if (wanted.length > 0 && shell("npm run build")) return soak(wanted);
    if (wanted.length === 0) process.stderr.write(`There is no run ${args.name}.\n`);
    process.exitCode = 1;
  }),
});

function list(): void {
  for (const { name, proves } of RUNS) console.log(`${name.padEnd(10)} ${proves}`);
}

/** Runs them one after the other, whatever becomes of each. */
function soak(runs: readonly Run[]): void {
  const failed = runs.filter(({ name, proves, command }) => {
    console.log(`\n── ${name}: ${proves}`);
    return !shell(command);
  });
  const names = failed.map(({ name }) => name).join(", ");
  console.log(`\n${runs.length - failed.length} passed, ${failed.length} failed ${names}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

function shell(command: string): boolean {
  const env = { ...process.env, THOROUGH: "1" };
  return spawnSync(command, { shell: true, stdio: "inherit", env }).status === 0;
}

await runMain(command);
