import type { Pairs, Severity } from "../domain/alert.ts";
import { pick, type Random } from "./random.ts";

/** Values to choose from; one that is named twice is chosen twice as often. */
export type Choices = readonly [string, ...string[]];

/**
 * A kind of trouble. In title and description `{name}` stands for the label of that name and
 * `{value}` for a measured value between the two of `range`.
 */
export interface Template {
  readonly source: string;
  readonly severity: Severity;
  /** How often it happens, next to the others. */
  readonly weight: number;
  readonly labels: Readonly<Record<string, string | Choices>>;
  readonly title: string;
  readonly description: string;
  readonly range: readonly [number, number];
}

/** Templates whose troubles come together when something big breaks. */
export type Area = readonly [Template, ...Template[]];

/** Labels for one trouble of this kind. Those given take the place of a choice. */
export function drawLabels(template: Template, random: Random, given: Pairs): Pairs {
  return Object.fromEntries(
    Object.entries(template.labels).map(([name, choices]) => [
      name,
      typeof choices === "string" ? choices : (given[name] ?? pick(random, choices)),
    ]),
  );
}

/** The text with its placeholders filled in. */
export function fill(text: string, labels: Pairs, value: number): string {
  return text.replaceAll(/\{(\w+)\}/gu, (_, name: string) =>
    name === "value" ? written(value) : (labels[name] ?? ""),
  );
}

function written(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
