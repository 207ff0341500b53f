import { readdirSync, readFileSync } from "node:fs";
import type { Report } from "../../domain/command.ts";
import type { Arrival, Item, Reader } from "./intake.ts";

export const NOW = "2026-11-26T12:00:00.000Z";

/** The arrival of a body under the name that its dialect has in the feed. */
export function arrivalAs(source: string, now = NOW): Arrival {
  let made = 0;
  return { source, now, newId: () => `made-${(made += 1)}` };
}

/** What a dialect makes of each alert of a body. Throws where it refuses the body. */
export function itemsFrom(
  read: Reader,
  body: unknown,
  arrival = arrivalAs("test"),
): readonly Item[] {
  const intake = read(body, arrival);
  if (!intake.ok) throw new Error(intake.problem.detail);
  return intake.value.items;
}

/** The reports of a body of which everything is kept. */
export function reportsFrom(read: Reader, body: unknown, arrival = arrivalAs("test")): Report[] {
  return itemsFrom(read, body, arrival).map((item) => {
    if (!item.ok) throw new Error(item.problem.detail);
    return item.report;
  });
}

/** The report of a body that has one. */
export function reportFrom(read: Reader, body: unknown, arrival = arrivalAs("test")): Report {
  const [report, ...others] = reportsFrom(read, body, arrival);
  if (report === undefined || others.length > 0) throw new Error("There is not one report.");
  return report;
}

/** The payloads of a folder of fixtures, by their names in order. */
export function fixturesOf(dialect: string): readonly (readonly [name: string, body: unknown])[] {
  const folder = new URL(`fixtures/${dialect}/`, import.meta.url);
  return readdirSync(folder).map((name) => [
    name,
    JSON.parse(readFileSync(new URL(name, folder), "utf8")) as unknown,
  ]);
}
