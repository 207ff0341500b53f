import { SEVERITIES, STATUSES } from "../../domain/alert.ts";
import type { WrittenFilter } from "../../domain/filter.ts";
import { writeMatcher } from "../../domain/label-matcher.ts";
import { quote } from "../../domain/quoting.ts";
import {
  isBareValue,
  type Part,
  partsOf,
  readSearch,
  searchOf,
  typeMatcher,
} from "./search-text.ts";

/** What a filter asks besides labels and words, by the names under which it can be typed. */
const FIELDS = ["status", "severity", "source", "acknowledgedBy"] as const;
/** Of this, one value is asked for: the last that is typed. */
const CHOICE = "snoozed" as const;
type Field = (typeof FIELDS)[number] | typeof CHOICE;
type Values = Readonly<Partial<Record<Field, readonly string[]>>>;

/** Of these, every value is known. */
const KNOWN: Readonly<Partial<Record<Field, readonly string[]>>> = {
  status: STATUSES,
  severity: SEVERITIES,
  snoozed: ["no", "only"],
};

/** What was typed, as a filter asks for it. */
export interface Query {
  readonly fields: Values;
  readonly search: Pick<WrittenFilter, "label" | "q">;
  /** Why it cannot be asked for, empty where it can. */
  readonly fault: string;
}

/** Reads fields among labels and words. A label that is called as a field is has its name in quotes. */
export function readQuery(typed: string): Query {
  const fields: Partial<Record<Field, string[]>> = {};
  const others: Part[] = [];
  let fault = "";
  for (const part of partsOf(typed)) {
    const field = fieldOf(part);
    if (field === null || part.matcher === null) {
      others.push(part);
      continue;
    }
    const { operator, value } = part.matcher;
    const values = KNOWN[field]?.filter((known) => (known === value) === (operator === "="));
    const isKnown = KNOWN[field]?.includes(value) ?? (operator === "=" && value !== "");
    if (!isKnown || operator.includes("~")) {
      fault = faultOf(field);
      others.push(part);
    } else fields[field] = [...(fields[field] ?? []), ...(values ?? [value])];
  }
  return { fields, search: searchOf(others), fault };
}

function fieldOf({ matcher }: Part): Field | null {
  if (matcher === null || matcher.isQuoted) return null;
  return [...FIELDS, CHOICE].find((field) => field === matcher.name) ?? null;
}

function faultOf(field: Field): string {
  const known = KNOWN[field];
  return known === undefined
    ? `${field} is asked for as ${field}=name.`
    : `${field} is ${known.slice(0, -1).join(", ")} or ${known.at(-1)}.`;
}

/** The filter that asks for both. */
export function narrowed(filter: WrittenFilter, { fields, search }: Query): WrittenFilter {
  const values = FIELDS.map((field) => [field, union(filter[field], fields[field])]);
  return {
    ...filter,
    ...(Object.fromEntries(values) as WrittenFilter),
    snoozed: (fields[CHOICE]?.at(-1) as WrittenFilter["snoozed"]) ?? filter.snoozed,
    label: union(filter.label, search.label),
    q: wordsOf(`${filter.q ?? ""} ${search.q ?? ""}`).join(" "),
  };
}

function union<T>(a: readonly T[] = [], b: readonly T[] = []): T[] {
  return [...new Set([...a, ...b])];
}

function wordsOf(q: string): string[] {
  return union(q.split(/\s+/u).filter(Boolean));
}

/** A part of a filter that stands by itself, and the filter without it. */
export interface Token {
  /** As it can be typed. */
  readonly text: string;
  readonly without: WrittenFilter;
}

/** What a filter asks for: fields, labels, words. */
export function tokensOf(filter: WrittenFilter): readonly Token[] {
  const { label = [], q = "", snoozed } = filter;
  const words = wordsOf(q);
  return [
    ...FIELDS.flatMap((field) =>
      (filter[field] ?? []).map((value) => ({
        text: `${field}=${isBareValue(value) ? value : quote(value)}`,
        without: { ...filter, [field]: filter[field]?.filter((other) => other !== value) },
      })),
    ),
    ...(snoozed
      ? [{ text: `${CHOICE}=${snoozed}`, without: { ...filter, snoozed: undefined } }]
      : []),
    ...label.map((matcher) => ({
      text: typeLabel(matcher),
      without: { ...filter, label: label.filter((other) => other !== matcher) },
    })),
    ...words.map((word) => ({
      text: typeWord(word),
      without: { ...filter, q: words.filter((other) => other !== word).join(" ") },
    })),
  ];
}

function typeLabel(matcher: string): string {
  const typed = typeMatcher(matcher);
  const [part] = partsOf(typed);
  if (part === undefined || fieldOf(part) === null) return typed;
  const { name } = part.matcher ?? { name: "" };
  return quote(name) + typed.slice(name.length);
}

function typeWord(word: string): string {
  const read = readSearch(word);
  return read.label === undefined && read.q === word ? word : quote(word);
}

/** The filter that also asks for a label, or for whatever has another value or none. */
export function withLabel(
  filter: WrittenFilter,
  name: string,
  value: string,
  operator: "=" | "!=",
): WrittenFilter {
  return { ...filter, label: union(filter.label, [writeMatcher({ name, operator, value })]) };
}
