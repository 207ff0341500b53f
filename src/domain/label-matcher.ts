import { type Alert, labelOf } from "./alert.ts";
import { quote, readNeededQuotes } from "./quoting.ts";

/** What one label of an alert must be, or must not. */
export interface LabelMatcher {
  readonly name: string;
  readonly equal: boolean;
  /** The empty text stands for an absent label too, as in Alertmanager's matchers. */
  readonly value: string;
  /** The name may end at a later `=` as well: names can have one, and nothing says which it is. */
  readonly isLoose: boolean;
}

/** How the text of a matcher begins; {@link readMatcher} reads any that does. */
export const MATCHER = /^(?:"(?:[^"\\]|\\["\\])*"|[^=]*[^=!])!?=/u;

/** Names that can be misread where they stand bare: what their quotes are needed for. */
const MISREAD = /^$|^"|=|!$/u;

/** Reads `name=value` or `name!=value`; the name stands in quotes where it would be misread. */
export function readMatcher(written: string): LabelMatcher {
  const quoted = readNeededQuotes(written, 0, MISREAD);
  const operator = quoted && operatorAt(written, quoted.end);
  if (quoted !== null && operator !== null) {
    const value = written.slice(quoted.end + operator.length);
    return { name: quoted.text, equal: operator === "=", value, isLoose: false };
  }
  const at = written.indexOf("=");
  const equal = written[at - 1] !== "!";
  const value = written.slice(at + 1);
  return {
    name: written.slice(0, equal ? at : at - 1),
    equal,
    value,
    isLoose: value.includes("="),
  };
}

/** The text that {@link readMatcher} reads as this. */
export function writeMatcher({ name, equal, value }: Omit<LabelMatcher, "isLoose">): string {
  const rest = `${equal ? "=" : "!="}${value}`;
  const bare = readMatcher(name + rest);
  const isRead = bare.name === name && bare.equal === equal && bare.value === value;
  return (isRead && !/^$|!$/u.test(name) ? name : quote(name)) + rest;
}

/** What stands there between the name and the value of a matcher, null for anything else. */
export function operatorAt(written: string, at: number): "=" | "!=" | null {
  return (["=", "!="] as const).find((operator) => written.startsWith(operator, at)) ?? null;
}

/** Whether the alert is as the matcher wants it. Says the same as the SQL of the store. */
export function matchesLabel(matcher: LabelMatcher, alert: Pick<Alert, "labels">): boolean {
  const { name, value, equal, isLoose } = matcher;
  const isSo = isLoose
    ? hasLabelThatReads(`${name}=${value}`, alert)
    : labelOf(alert, name) === value;
  return isSo === equal;
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
