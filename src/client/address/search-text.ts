import type { WrittenFilter } from "../../domain/filter.ts";
import {
  type Operator,
  operatorAt,
  readMatcher,
  writeMatcher,
} from "../../domain/label-matcher.ts";
import { quote, type Quoted, readQuoted } from "../../domain/quoting.ts";

/** A part of what was typed: a label matcher, or a word or several in quotes. */
export interface Part {
  readonly start: number;
  readonly end: number;
  /** The words, or the matcher as it stands in an address. */
  readonly text: string;
  readonly matcher: TypedMatcher | null;
}

interface TypedMatcher {
  readonly name: string;
  /** Whether the name stands in quotes, and so is a label's whatever it is. */
  readonly isQuoted: boolean;
  readonly operator: Operator;
  readonly value: string;
}

/** What was typed into the search field: label matchers among words, either in quotes where needed. */
export function readSearch(typed: string): Pick<WrittenFilter, "label" | "q"> {
  return searchOf(partsOf(typed));
}

/** The same of some of its parts. */
export function searchOf(parts: readonly Part[]): Pick<WrittenFilter, "label" | "q"> {
  const label = parts.filter(({ matcher }) => matcher !== null).map(({ text }) => text);
  const words = parts.filter(({ matcher }) => matcher === null).map(({ text }) => text);
  const q = words.filter(Boolean).join(" ");
  return { ...(label.length > 0 && { label }), ...(q !== "" && { q }) };
}

export function partsOf(typed: string): readonly Part[] {
  const parts: Part[] = [];
  for (let at = skipBlanks(typed, 0); at < typed.length;) {
    const part = matcherAt(typed, at) ?? wordAt(typed, at);
    parts.push(part);
    at = skipBlanks(typed, part.end);
  }
  return parts;
}

/** The text that {@link readSearch} reads as this. */
export function writeSearch({ label = [], q = "" }: WrittenFilter): string {
  return [...label.map(typeMatcher), typeWords(q)].filter(Boolean).join(" ");
}

/** A label matcher as it is typed: name=value or name!="a value", the name in quotes where needed. */
function matcherAt(typed: string, start: number): Part | null {
  const quoted = readQuoted(typed, start);
  const name = quoted ?? nameAt(typed, start);
  const operator = name && operatorAt(typed, name.end);
  if (name === null || operator === null) return null;
  const from = name.end + operator.length;
  const value = quotedAt(typed, from) ?? bareAt(typed, from);
  const isQuoted = quoted !== null;
  const matcher = { name: name.text, isQuoted, operator, value: value.text };
  return { start, end: value.end, text: writeMatcher(matcher), matcher };
}

function wordAt(typed: string, start: number): Part {
  const { text, end } = quotedAt(typed, start) ?? bareAt(typed, start);
  return { start, end, text, matcher: null };
}

/** A name without quotes ends where an operator begins. */
function nameAt(typed: string, at: number): Quoted | null {
  const { text, end } = upTo(/[\s=]|!~/gu, typed, at);
  const name = typed[end] === "=" && text.endsWith("!") ? text.slice(0, -1) : text;
  return name === "" || name.startsWith('"') ? null : { text: name, end: at + name.length };
}

/** What stands in quotes, and is not part of a longer word. */
function quotedAt(typed: string, at: number): Quoted | null {
  const quoted = readQuoted(typed, at);
  return quoted !== null && bareAt(typed, quoted.end).text === "" ? quoted : null;
}

function bareAt(typed: string, at: number): Quoted {
  return upTo(/\s/gu, typed, at);
}

function skipBlanks(typed: string, at: number): number {
  return upTo(/\S/gu, typed, at).end;
}

/** What stands there before the first of these signs. */
function upTo(sign: RegExp, typed: string, at: number): Quoted {
  sign.lastIndex = at;
  const end = sign.exec(typed)?.index ?? typed.length;
  return { text: typed.slice(at, end), end };
}

/** A label matcher of an address as it is typed. */
export function typeMatcher(matcher: string): string {
  const { name, operator, value } = readMatcher(matcher);
  const isBare = isBareValue(value) && !(operator === "=" && value.startsWith("~"));
  return `${isBareName(name) ? name : quote(name)}${operator}${isBare ? value : quote(value)}`;
}

function isBareName(name: string): boolean {
  const read = nameAt(`${name}=`, 0);
  return read?.text === name;
}

export function isBareValue(value: string): boolean {
  return !/\s/u.test(value) && !value.startsWith('"');
}

function typeWords(q: string): string {
  const read = readSearch(q);
  return read.label === undefined && (read.q ?? "") === q ? q : quote(q);
}
