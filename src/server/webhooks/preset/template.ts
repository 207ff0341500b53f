import type { Alert } from "../../../domain/alert.ts";
import { cut } from "./cut.ts";
import { jsonRequest, type Message, type Preset } from "./message.ts";
import { fitted } from "./shorten.ts";

/** Characters of a template, and places in it. With these it fits whatever an alert says. */
export const TEMPLATE_LIMITS = { length: 4000, places: 50 } as const;

/** What a place stands for: a value of JSON. */
type Value = string | number | null | Readonly<Record<string, string>>;

interface Place {
  readonly isInText: boolean;
  readonly valueIn: (message: Message) => Value;
}

/** Text of the template, and between two of those a place. */
interface Parsed {
  readonly texts: readonly string[];
  readonly places: readonly Place[];
}

export type Template =
  | { readonly ok: true; readonly write: Preset }
  | { readonly ok: false; readonly fault: string };

/**
 * A preset from a JSON text with places such as {{alert.title}}. Within quotes a place is filled with text,
 * elsewhere with a value of JSON, quotes and all. There is no code, so whoever writes a template can
 * say where things go and nothing else; and whatever an alert says, the body is JSON of the same shape.
 */
export function templateOf(text: string): Template {
  if (text.length > TEMPLATE_LIMITS.length)
    return fault(`must have at most ${TEMPLATE_LIMITS.length} characters`);
  const parsed = parsedFrom(text);
  if (typeof parsed === "string") return fault(parsed);
  if (parsed.places.length > TEMPLATE_LIMITS.places)
    return fault(`must have at most ${TEMPLATE_LIMITS.places} places`);
  // No escape of JSON has an x, so that none can be begun before a place and ended behind it.
  const isWhole = isJson(filled(parsed, ({ isInText }) => (isInText ? "x" : null)));
  if (!isWhole) return fault("must be JSON once its places are filled");
  return {
    ok: true,
    write: (message, address) => ({
      ...jsonRequest(address.href, null),
      body: fitted(message, (short) => filled(parsed, (place) => place.valueIn(short.message))),
    }),
  };
}

function fault(sentence: string): Template {
  return { ok: false, fault: sentence };
}

/** Of a place that is wrong. */
const MOST_SHOWN = 60;

/** Or what is wrong with it, in words. */
function parsedFrom(text: string): Parsed | string {
  const texts: string[] = [];
  const places: Place[] = [];
  let isInText = false;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isInText = !isInText;
    else if (text[at] === "\\" && isInText) at += 1;
    else if (text.startsWith("{{", at)) {
      const end = text.indexOf("}}", at);
      if (end === -1) return `has a place without an end: ${cut(text.slice(at), MOST_SHOWN)}`;
      const path = text.slice(at + 2, end).trim();
      const valueIn = readerOf(path);
      if (valueIn === null)
        return `has a place of which nothing is known: {{${cut(path, MOST_SHOWN)}}}`;
      texts.push(text.slice(from, at));
      places.push({ isInText, valueIn });
      from = end + 2;
      at = end + 1;
    }
  }
  texts.push(text.slice(from));
  return { texts, places };
}

const FIELDS = [
  "id",
  "source",
  "fingerprint",
  "title",
  "description",
  "severity",
  "status",
  "labels",
  "annotations",
  "url",
  "startedAt",
  "receivedAt",
  "lastSeenAt",
  "occurrences",
  "acknowledgedAt",
  "acknowledgedBy",
  "resolvedAt",
  "resolvedBy",
  "snoozedUntil",
  "deletedAt",
] as const satisfies readonly (keyof Alert)[];

const OF_MESSAGE: Readonly<Record<string, (message: Message) => Value>> = {
  id: ({ id }) => id,
  type: ({ type }) => type,
  timestamp: ({ at }) => at,
  actor: ({ actor }) => actor,
  note: ({ note }) => note,
  link: ({ link }) => link,
};

/** What the path leads to, null where it leads nowhere. A label that an alert lacks is null. */
function readerOf(path: string): Place["valueIn"] | null {
  const read = Object.hasOwn(OF_MESSAGE, path) ? OF_MESSAGE[path] : undefined;
  if (read !== undefined) return read;
  const field = FIELDS.find((name) => path === `alert.${name}`);
  if (field !== undefined) return ({ alert }) => alert[field];
  for (const pairs of ["labels", "annotations"] as const) {
    const beginning = `alert.${pairs}.`;
    if (path.startsWith(beginning)) {
      const name = path.slice(beginning.length);
      return ({ alert }) =>
        Object.hasOwn(alert[pairs], name) ? (alert[pairs][name] ?? null) : null;
    }
  }
  return null;
}

function filled({ texts, places }: Parsed, valueOf: (place: Place) => Value): string {
  return texts
    .map((text, index) => {
      const place = places[index];
      return place === undefined ? text : text + writtenIn(place, valueOf(place));
    })
    .join("");
}

function writtenIn({ isInText }: Place, value: Value): string {
  if (!isInText) return JSON.stringify(value);
  const text = typeof value === "object" && value !== null ? JSON.stringify(value) : (value ?? "");
  return JSON.stringify(String(text)).slice(1, -1);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
