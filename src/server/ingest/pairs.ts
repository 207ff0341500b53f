import { labelOf, type Pairs } from "../../domain/alert.ts";
import { parseExactly } from "./exact-json.ts";
import { written } from "./written.ts";

/** The name for what has none. */
const NAMELESS = "_";

/**
 * Names and values, however they are written: an object with any values, a list of `name=value`,
 * `name:value`, `[name, value]` or `{name, value}`, or a text of such parts with commas between
 * them. Parts without a name stand together under the name `bare`. Null is no value.
 */
export function pairsFrom(input: unknown, bare: string): Pairs {
  if (Array.isArray(input)) return pairsOfList(input, bare);
  if (typeof input === "string") return pairsOfText(input, bare);
  if (typeof input !== "object" || input === null) return pairsOfList([input], bare);
  if (arePairs(input)) return input;
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) => pairOf(name, written(value))),
  );
}

/** As they are kept, as nearly always: nothing is to be written otherwise. */
function arePairs(input: object): input is Pairs {
  return Object.entries(input).every(([name, value]) => name !== "" && typeof value === "string");
}

function pairsOfList(items: readonly unknown[], bare: string): Pairs {
  const parts = items.map(partOf);
  const loose = parts.flatMap((part) => (typeof part === "string" ? [part] : []));
  const pairs = parts.flatMap((part) => (typeof part === "object" ? [part] : []));
  const rest: [string, string][] = loose.length === 0 ? [] : [[bare, loose.join(", ")]];
  return Object.fromEntries([...rest, ...pairs]);
}

/** Some systems write a list as JSON into a text. */
function pairsOfText(text: string, bare: string): Pairs {
  const value = /^\s*[[{]/u.test(text) ? jsonIn(text) : undefined;
  return typeof value === "object" ? pairsFrom(value, bare) : pairsOfList(text.split(","), bare);
}

function jsonIn(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

type Pair = readonly [string, string];

/** A pair, or what has no name; undefined for what says nothing. */
function partOf(item: unknown): Pair | string | undefined {
  if (typeof item === "object" && item !== null)
    return Array.isArray(item) ? pairOfTwo(item) : named(item);
  const text = written(item)?.trim();
  if (text === undefined || text === "") return undefined;
  const [, name = "", separator, value = ""] = /^([^=:]*)([=:])(.*)$/su.exec(text) ?? [];
  // What begins like an address is none.
  const isPair = name.trim() !== "" && !(separator === ":" && value.startsWith("//"));
  return isPair ? [name.trim(), value.trim()] : text;
}

function pairOfTwo(items: readonly unknown[]): Pair | string | undefined {
  const [name, value] = items;
  if (items.length !== 2 || typeof name !== "string") return written(items);
  return [name || NAMELESS, written(value) ?? ""];
}

const NAMES = ["name", "key", "label", "tag"] as const;

/** `{name, value}` as several systems write a label; any other object is a value without a name. */
function named(item: object): Pair | string | undefined {
  const entries: Readonly<Record<string, unknown>> = { ...item };
  const name = NAMES.map((key) => entries[key]).find((given) => typeof given === "string");
  if (typeof name !== "string") return written(item);
  return [name || NAMELESS, written(entries["value"]) ?? ""];
}

function pairOf(name: string, value: string | undefined): Pair[] {
  return value === undefined ? [] : [[name || NAMELESS, value]];
}

/** The value of the first of these names that has one, else the empty text; in any letters. */
export function firstOf(pairs: Pairs, ...names: readonly string[]): string {
  for (const name of names) {
    const value = valueOf(pairs, name);
    if (value.trim() !== "") return value;
  }
  return "";
}

function valueOf(pairs: Pairs, name: string): string {
  const exact = labelOf({ labels: pairs }, name);
  if (exact !== "") return exact;
  const isIt = (other: string) => other.length === name.length && other.toLowerCase() === name;
  const alike = Object.keys(pairs).find(isIt);
  return alike === undefined ? "" : (pairs[alike] ?? "");
}
