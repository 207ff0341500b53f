import type { WrittenFilter } from "../../domain/filter.ts";
import { operatorAt, readMatcher, writeMatcher } from "../../domain/label-matcher.ts";
import { quote, type Quoted, readQuoted } from "../../domain/quoting.ts";

/** What was typed into the search field: label matchers among words, either in quotes where needed. */
export function readSearch(typed: string): Pick<WrittenFilter, "label" | "q"> {
  const label: string[] = [];
  const words: string[] = [];
  for (let at = skipBlanks(typed, 0); at < typed.length;) {
    const matcher = matcherAt(typed, at);
    const part = matcher ?? quotedAt(typed, at) ?? bareAt(typed, at);
    (matcher === null ? words : label).push(part.text);
    at = skipBlanks(typed, part.end);
  }
  const q = words.filter(Boolean).join(" ");
  return { ...(label.length > 0 && { label }), ...(q !== "" && { q }) };
}

/** The text that {@link readSearch} reads as this. */
export function writeSearch({ label = [], q = "" }: WrittenFilter): string {
  return [...label.map(typeMatcher), typeWords(q)].filter(Boolean).join(" ");
}

/** A label matcher as it is typed: name=value or name!="a value", the name in quotes where needed. */
function matcherAt(typed: string, at: number): Quoted | null {
  const name = readQuoted(typed, at) ?? nameAt(typed, at);
  const operator = name && operatorAt(typed, name.end);
  if (name === null || operator === null) return null;
  const start = name.end + operator.length;
  const value = quotedAt(typed, start) ?? bareAt(typed, start);
  const equal = operator === "=";
  return { text: writeMatcher({ name: name.text, equal, value: value.text }), end: value.end };
}

/** A name without quotes ends where an operator begins. */
function nameAt(typed: string, at: number): Quoted | null {
  const { text, end } = upTo(/[\s=]/gu, typed, at);
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

function typeMatcher(matcher: string): string {
  const { name, equal, value } = readMatcher(matcher);
  return `${isBareName(name) ? name : quote(name)}${equal ? "=" : "!="}${isBareValue(value) ? value : quote(value)}`;
}

function isBareName(name: string): boolean {
  const read = nameAt(`${name}=`, 0);
  return read?.text === name;
}

function isBareValue(value: string): boolean {
  return !/\s/u.test(value) && !value.startsWith('"');
}

function typeWords(q: string): string {
  const read = readSearch(q);
  return read.label === undefined && (read.q ?? "") === q ? q : quote(q);
}
