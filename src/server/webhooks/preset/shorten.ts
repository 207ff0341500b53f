import type { Actor } from "../../../domain/actor.ts";
import type { Alert, Pairs } from "../../../domain/alert.ts";
import { cut } from "./cut.ts";
import type { Message } from "./message.ts";

/** No request is longer (bytes). */
export const LONGEST_BODY = 20_000;

interface Measure {
  /** UTF-16 units of a text. */
  readonly text: number;
  /** Labels, and annotations. */
  readonly pairs: number;
}

/** From what nearly all alerts keep whole to what fits always. */
const MEASURES: readonly Measure[] = [
  { text: 8000, pairs: 200 },
  { text: 2000, pairs: 100 },
  { text: 500, pairs: 30 },
  { text: 100, pairs: 10 },
  { text: 20, pairs: 0 },
];

/** A message of which some fields were cut. */
export interface Shortened {
  readonly message: Message;
  readonly cut: readonly string[];
}

/** The body that is written of the message, or of what is left once it is cut so that the body fits. */
export function fitted(message: Message, write: (shortened: Shortened) => string): string {
  let body = write({ message, cut: [] });
  for (const measure of MEASURES) {
    if (Buffer.byteLength(body) <= LONGEST_BODY) break;
    body = write(shortened(message, measure));
  }
  return body;
}

function shortened(message: Message, measure: Measure): Shortened {
  const alert = shortenedFields(message.alert, measure);
  const changed = shortenedFields(message.changed, measure);
  const note = message.note === null ? null : cut(message.note, measure.text);
  const fields = new Set([...alert.cut, ...changed.cut]);
  if (note !== message.note) fields.add("note");
  const actor = cut(message.actor, measure.text) as Actor;
  const link = message.link !== null && message.link.length > measure.text ? null : message.link;
  return {
    message: { ...message, alert: alert.value, changed: changed.value, note, actor, link },
    cut: [...fields],
  };
}

function shortenedFields<T extends Partial<Alert>>(fields: T, measure: Measure) {
  const entries = Object.entries(fields).map(([name, value]) => {
    const short = shortenedValue(name, value, measure);
    return { name, value: short, isCut: short !== value };
  });
  return {
    value: Object.fromEntries(entries.map(({ name, value }) => [name, value])) as T,
    cut: entries.filter(({ isCut }) => isCut).map(({ name }) => name),
  };
}

function shortenedValue(name: string, value: Alert[keyof Alert], measure: Measure) {
  if (typeof value === "string") {
    // A part of an address leads elsewhere.
    if (name === "url") return value.length > measure.text ? null : value;
    return isFixed(name) ? value : cut(value, measure.text);
  }
  return isPairs(value) ? shortenedPairs(value, measure) : value;
}

/** Words of a vocabulary, and times. */
function isFixed(name: string): boolean {
  return name === "severity" || name === "status" || name.endsWith("At");
}

function isPairs(value: Alert[keyof Alert]): value is Pairs {
  return typeof value === "object" && value !== null;
}

function shortenedPairs(pairs: Pairs, { text, pairs: most }: Measure): Pairs {
  const entries = Object.entries(pairs);
  const isShort = entries.length <= most && entries.every(([, value]) => value.length <= text);
  if (isShort) return pairs;
  return Object.fromEntries(
    entries.slice(0, most).map(([name, value]) => [name, cut(value, text)]),
  );
}
