import { mkdirSync, writeFileSync } from "node:fs";
import { defineCommand, runMain } from "citty";
import type { Bench, Given, Scale } from "./bench.ts";
import { machineWords, thisMachine } from "./report/machine.ts";
import { anomaly } from "./comparisons/anomaly.ts";
import { backup } from "./comparisons/backup.ts";
import { backupLoad } from "./comparisons/backup-load.ts";
import { engines } from "./comparisons/engines.ts";
import { everything } from "./comparisons/everything.ts";
import { desk } from "./comparisons/desk.ts";
import { fanOut } from "./comparisons/fan-out.ts";
import { firstView } from "./comparisons/first-view.ts";
import { ingest } from "./comparisons/ingest.ts";
import { latency } from "./comparisons/latency.ts";
import { monitors } from "./comparisons/monitors.ts";
import { pages } from "./comparisons/pages.ts";
import { people } from "./comparisons/people.ts";
import { type Kept, report, RESULTS } from "./report/report.ts";
import { retention } from "./comparisons/retention.ts";
import { scale } from "./comparisons/scale.ts";
import { start } from "./comparisons/start.ts";
import { feedWindow } from "./comparisons/window.ts";
import { telemetry } from "./comparisons/telemetry.ts";
import { webhooks } from "./comparisons/webhooks.ts";
import { tableOf } from "./report/table.ts";

const BENCHES: readonly Bench[] = [
  start,
  pages,
  people,
  ingest,
  fanOut,
  engines,
  latency,
  desk,
  feedWindow,
  firstView,
  scale,
  webhooks,
  backupLoad,
  retention,
  telemetry,
  backup,
  anomaly,
  monitors,
  everything,
];

const command = defineCommand({
  meta: { name: "bench", description: "Measures Tocsin beside others; see docs/benchmarks.md." },
  args: {
    name: { type: "positional", required: false, description: names().join(", ") },
    small: { type: "boolean", description: "Only sees that they run: the figures mean nothing" },
    nab: { type: "string", description: "For anomaly: a folder with data and labels of NAB" },
    report: { type: "boolean", description: "Measures nothing, and prints what was kept last" },
  },
  run: async ({ args }) => {
    if (args.report) return console.log(report());
    const wanted = BENCHES.filter(({ name }) => args.name === undefined || name === args.name);
    if (wanted.length === 0) return complain(`There is no ${args.name}, but ${names().join(", ")}`);
    const given = { nab: args.nab ?? null };
    for (const bench of wanted) await measure(bench, args.small ? "small" : "full", given);
  },
});

function names(): string[] {
  return BENCHES.map(({ name }) => name);
}

function complain(words: string): void {
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}

async function measure({ name, about, run }: Bench, scale: Scale, given: Given): Promise<void> {
  const machine = thisMachine();
  const date = new Date().toISOString();
  console.log(`\n## ${name}\n\n${about}\n\n${date.slice(0, 10)}, ${machineWords(machine)}\n`);
  const outcome = await run(scale, given);
  console.log(tableOf(outcome));
  if (scale === "small") return;
  mkdirSync(RESULTS, { recursive: true });
  const kept: Kept = { name, about, date, machine, ...outcome };
  writeFileSync(`${RESULTS}/${name}.json`, `${JSON.stringify(kept, null, 2)}\n`);
}

await runMain(command);
