import { readdirSync, readFileSync } from "node:fs";
import type { Outcome } from "../bench.ts";
import { type Machine, machineWords } from "./machine.ts";
import { number, table, tableOf } from "./table.ts";

export const RESULTS = "bench/results";

/** What one benchmark has found, as it is kept. */
export interface Kept extends Outcome {
  readonly name: string;
  readonly about: string;
  readonly date: string;
  readonly machine: Machine;
}

/** All that is kept in Markdown: what was aimed at and reached, then every table. */
export function report(): string {
  const kept = readdirSync(RESULTS)
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(`${RESULTS}/${file}`, "utf8")) as Kept);
  const aims = kept.flatMap(({ name, aims }) =>
    aims.map(({ words, value, met }) => [name, words, number(value), met ? "yes" : "no"]),
  );
  const short = table(["benchmark", "aim", "reached", "met"], aims);
  return [short, ...kept.map(sectionOf)].join("\n\n");
}

function sectionOf(kept: Kept): string {
  const where = `${kept.date.slice(0, 10)}, ${machineWords(kept.machine)}`;
  return `### ${kept.name}\n\n${where}\n\n${tableOf(kept)}`;
}
