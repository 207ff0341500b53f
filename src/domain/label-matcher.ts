import { fitsPattern } from "#pattern";
import { type Alert, labelOf } from "./alert.ts";
import { quote, readNeededQuotes } from "./quoting.ts";

/** Those of Alertmanager: is, is not, fits the pattern, does not. */
export const OPERATORS = ["!=", "!~", "=~", "="] as const;
export type Operator = (typeof OPERATORS)[number];

/** What one label of an alert must be, or must not. */
export interface LabelMatcher {
  readonly name: string;
  readonly operator: Operator;
  /** The empty text stands for an absent label too, as in Alertmanager's matchers. */
  readonly value: string;
  /** The name may end at a later `=` as well: names can have one, and nothing says which it is. */
  readonly isLoose: boolean;
}

/** How the text of a matcher begins; {@link readMatcher} reads any that does. */
export const MATCHER = /^(?:"(?:[^"\\]|\\["\\])*"|(?:(?!!~)[^=])*(?!!~)[^=!])(?:!?=|!~)/u;

/** Names that can be misread where they stand bare: what their quotes are needed for. */
const MISREAD = /^$|^"|=|!$|!~/u;
/** The same of values that are asked for by `=`, which makes another operator with what they begin with. */
const MISREAD_VALUE = /^["\\]*~/u;

/** Reads a name, an operator and a value; name and value stand in quotes where they would be misread. */
export function readMatcher(written: string): LabelMatcher {
  const quoted = readNeededQuotes(written, 0, MISREAD);
  const operator = quoted && operatorAt(written, quoted.end);
  if (quoted !== null && operator !== null) {
    const { value } = readValue(written, quoted.end, operator);
    return { name: quoted.text, operator, value, isLoose: false };
  }
  const at = bareOperatorAt(written);
  const bare = operatorAt(written, at) ?? "=";
  const { value, isBare } = readValue(written, at, bare);
  const isLoose = isBare && (bare === "=" || bare === "!=") && value.includes("=");
  return { name: written.slice(0, at), operator: bare, value, isLoose };
}

/** Where the first operator begins that follows a bare name. */
function bareOperatorAt(written: string): number {
  const equal = written.indexOf("=");
  const unfit = written.indexOf("!~");
  if (unfit >= 0 && (equal < 0 || unfit < equal)) return unfit;
  return written[equal - 1] === "!" ? equal - 1 : equal;
}

function readValue(
  written: string,
  at: number,
  operator: Operator,
): { readonly value: string; readonly isBare: boolean } {
  const start = at + operator.length;
  const quoted = operator === "=" ? readNeededQuotes(written, start, MISREAD_VALUE) : null;
  if (quoted?.end === written.length) return { value: quoted.text, isBare: false };
  return { value: written.slice(start), isBare: true };
}

/** The text that {@link readMatcher} reads as this. */
export function writeMatcher(matcher: Omit<LabelMatcher, "isLoose">): string {
  const { name, operator, value } = matcher;
  const quoted = quote(name) + operator;
  const written = [name + operator + value, quoted + value, name + operator + quote(value)];
  return written.find((text) => says(text, matcher)) ?? quoted + quote(value);
}

function says(text: string, { name, operator, value }: Omit<LabelMatcher, "isLoose">): boolean {
  if (!MATCHER.test(text)) return false;
  const read = readMatcher(text);
  return read.name === name && read.operator === operator && read.value === value;
}

/** What stands there between the name and the value of a matcher, null for anything else. */
export function operatorAt(written: string, at: number): Operator | null {
  return OPERATORS.find((operator) => written.startsWith(operator, at)) ?? null;
}

/** Whether the operator asks for what is not so. */
export function isNegative(operator: Operator): boolean {
  return operator.startsWith("!");
}

/** Whether the alert is as the matcher wants it. Says the same as the SQL of the store. */
export function matchesLabel(matcher: LabelMatcher, alert: Pick<Alert, "labels">): boolean {
  const { name, value, operator, isLoose } = matcher;
  if (!isLoose) return matchesValue(matcher, labelOf(alert, name));
  return hasLabelThatReads(`${name}=${value}`, alert) !== isNegative(operator);
}

/** The same of the value of its label, the empty text where there is none. */
export function matchesValue({ operator, value }: LabelMatcher, text: string): boolean {
  switch (operator) {
    case "=":
      return text === value;
    case "!=":
      return text !== value;
    case "=~":
      return fitsPattern(value, text) ?? true;
    case "!~":
      return !fitsPattern(value, text);
    default:
      return operator satisfies never;
  }
}

function hasLabelThatReads(text: string, { labels }: Pick<Alert, "labels">): boolean {
  return Object.entries(labels).some(([name, value]) => `${name}=${value}` === text);
}

/** In how many ways a text may be read at most: each reading is as long as the text. */
const MAX_READINGS = 50;

/** Every label that the matcher may mean; null where these are too many. */
export function readingsOf({
  name,
  value,
  isLoose,
}: LabelMatcher): { name: string; value: string }[] | null {
  if (!isLoose) return [{ name, value }];
  const parts = value.split("=", MAX_READINGS + 1);
  if (parts.length > MAX_READINGS) return null;
  return parts.map((_, index) => ({
    name: [name, ...parts.slice(0, index)].join("="),
    value: parts.slice(index).join("="),
  }));
}
