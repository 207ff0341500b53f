import { faultOfPattern } from "#pattern";
import * as v from "valibot";
import type { Actor } from "./actor.ts";
import { type Alert, SEVERITIES, type Severity, STATUSES, type Status } from "./alert.ts";
import { type LabelMatcher, MATCHER, matchesLabel, readMatcher } from "./label-matcher.ts";
import { fail, ok, type Result } from "./problem.ts";
import { quote, readNeededQuotes } from "./quoting.ts";
import { searchTextOf, wordsOf } from "./search.ts";
import { wellFormed } from "./well-formed.ts";

/** Which alerts are wanted. An empty list asks nothing; every list that is not empty must match. */
export interface Filter {
  readonly status: readonly Status[];
  readonly severity: readonly Severity[];
  readonly source: readonly string[];
  /** Whoever has acknowledged it last, as the log names them. */
  readonly acknowledgedBy: readonly string[];
  readonly label: readonly LabelMatcher[];
  /** Folded, see {@link wordsOf}; each must stand somewhere in the alert's text. */
  readonly words: readonly string[];
  /** Whether it is snoozed now. */
  readonly snoozed: "any" | "no" | "only";
  readonly deleted: "exclude" | "include" | "only";
}

export const EVERYTHING: Filter = {
  status: [],
  severity: [],
  source: [],
  acknowledgedBy: [],
  label: [],
  words: [],
  snoozed: "any",
  deleted: "exclude",
};

const MAX_VALUES = 50;
/** How long the words of a query may be together. */
export const MAX_QUERY = 200;
const source = v.pipe(v.string(), v.nonEmpty(), v.maxLength(1000));
/** In the place of an actor: whoever asks. No actor is called so. */
export const ME = "me";
const matcher = v.pipe(
  v.string(),
  // Whatever an alert can hold can be asked for, and how that is counted is for ingest to say.
  v.maxLength(6000),
  v.regex(MATCHER, "must read name=value, or have !=, =~ or !~ between"),
);

function list<T extends v.GenericSchema>(item: T) {
  return v.optional(v.pipe(v.array(item), v.maxLength(MAX_VALUES)));
}

/** A filter as it is written in a socket message; the URL uses the same names. */
export const filterSchema = v.strictObject({
  status: list(v.picklist(STATUSES)),
  severity: list(v.picklist(SEVERITIES)),
  source: list(source),
  acknowledgedBy: list(source),
  label: list(matcher),
  q: v.optional(v.pipe(v.string(), v.maxLength(MAX_QUERY))),
  snoozed: v.optional(v.picklist(["no", "only"])),
  deleted: v.optional(v.picklist(["exclude", "include", "only"])),
});
export type WrittenFilter = v.InferOutput<typeof filterSchema>;

/** The filter with the name of whoever asks in the place of {@link ME}. */
export function resolveMe(written: WrittenFilter, actor: Actor): WrittenFilter {
  const { acknowledgedBy } = written;
  if (acknowledgedBy === undefined) return written;
  return { ...written, acknowledgedBy: acknowledgedBy.map((by) => (by === ME ? actor : by)) };
}

/** What no alert can hold stands for what ingest made of it, or rows and pages would disagree. */
export function readFilter(written: WrittenFilter): Filter {
  return {
    status: written.status ?? [],
    severity: written.severity ?? [],
    source: (written.source ?? []).map(wellFormed),
    acknowledgedBy: (written.acknowledgedBy ?? []).map(wellFormed),
    label: (written.label ?? []).map(wellFormed).map(readMatcher),
    words: wordsOf(written.q ?? ""),
    snoozed: written.snoozed ?? "any",
    deleted: written.deleted ?? "exclude",
  };
}

/** What is wrong with a pattern in the filter, null where nothing is; not known to the browser. */
export function faultOfFilter({ label = [] }: WrittenFilter): string | null {
  for (const written of label) {
    const { operator, value } = readMatcher(written);
    const fault = operator === "=~" || operator === "!~" ? faultOfPattern(value) : null;
    if (fault !== null) return `label: ${written}: ${fault}`;
  }
  return null;
}

/** Whether the browser cannot know what matches. */
export function hasPattern({ label }: Filter): boolean {
  return label.some(({ operator }) => operator === "=~" || operator === "!~");
}

/** What stands in a query string as a list. */
const LISTS = ["status", "severity", "source", "acknowledgedBy"] as const;

/** The filter that a query string asks for. An empty value is as good as none. */
export function writtenFilterOf(params: URLSearchParams): Result<WrittenFilter> {
  const written: Record<string, unknown> = {};
  for (const key of LISTS) {
    const values = params.getAll(key).flatMap(readList);
    if (values.length > 0) written[key] = values;
  }
  const labels = params.getAll("label").filter(Boolean);
  if (labels.length > 0) written["label"] = labels;
  for (const key of ["q", "snoozed", "deleted"]) {
    const value = params.get(key);
    if (value) written[key] = value;
  }
  const parsed = v.safeParse(filterSchema, written);
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  const key = v.getDotPath(issue)?.split(".")[0] ?? "filter";
  return fail("invalid-parameter", `${key}: ${issue.message}`);
}

/** The query string of a filter, in a fixed order, so that equal filters have equal texts. */
export function filterParams(written: WrittenFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const key of LISTS) {
    const values = written[key] ?? [];
    if (values.length > 0) params.set(key, writeList([...new Set(values)]));
  }
  for (const label of [...new Set(written.label)].sort()) params.append("label", label);
  if (written.q) params.set("q", written.q);
  if (written.snoozed) params.set("snoozed", written.snoozed);
  if (written.deleted && written.deleted !== "exclude") params.set("deleted", written.deleted);
  return params;
}

/** Items that are misread where they stand bare between commas. */
const MISREAD = /^"|,/u;

/** Reads a list whose items stand between commas, in quotes where they have commas of their own. */
function readList(written: string): string[] {
  const items: string[] = [];
  for (let at = 0; at < written.length;) {
    const quoted = readNeededQuotes(written, at, MISREAD);
    const isWhole = quoted !== null && [",", undefined].includes(written[quoted.end]);
    const comma = written.indexOf(",", isWhole ? quoted.end : at);
    const end = comma < 0 ? written.length : comma;
    items.push(isWhole ? quoted.text : written.slice(at, end));
    at = end + 1;
  }
  return items.filter(Boolean);
}

function writeList(items: readonly string[]): string {
  return items
    .map((item) => (MISREAD.test(item) ? quote(item) : item))
    .sort()
    .join(",");
}

/** Whether the alert is one of those wanted. Says the same as the SQL of the store. */
export function matches(filter: Filter, alert: Alert): boolean {
  return (
    admits(filter.status, alert.status) &&
    admits(filter.severity, alert.severity) &&
    admits(filter.source, alert.source) &&
    admits(filter.acknowledgedBy, alert.acknowledgedBy) &&
    matchesSnoozed(filter, alert) &&
    matchesDeleted(filter, alert) &&
    filter.label.every((matcher) => matchesLabel(matcher, alert)) &&
    containsWords(filter.words, alert)
  );
}

function admits<T>(wanted: readonly T[], value: T | null): boolean {
  return wanted.length === 0 || (value !== null && wanted.includes(value));
}

function matchesSnoozed({ snoozed }: Filter, { snoozedUntil }: Alert): boolean {
  switch (snoozed) {
    case "any":
      return true;
    case "no":
      return snoozedUntil === null;
    case "only":
      return snoozedUntil !== null;
    default:
      return snoozed satisfies never;
  }
}

function matchesDeleted({ deleted }: Filter, { deletedAt }: Alert): boolean {
  switch (deleted) {
    case "exclude":
      return deletedAt === null;
    case "only":
      return deletedAt !== null;
    case "include":
      return true;
    default:
      return deleted satisfies never;
  }
}

function containsWords(words: readonly string[], alert: Alert): boolean {
  if (words.length === 0) return true;
  const text = foldedTextOf(alert);
  return words.every((word) => text.includes(word));
}

const texts = new WeakMap<Alert, string>();

/** The text of an alert is folded once, however many filters look for words in it. */
function foldedTextOf(alert: Alert): string {
  const known = texts.get(alert);
  if (known !== undefined) return known;
  const text = searchTextOf(alert);
  texts.set(alert, text);
  return text;
}

/** Whether the filter asks nothing, so that its pages are those of the whole feed. */
export function isEverything(filter: Filter): boolean {
  const { snoozed, deleted, ...lists } = filter;
  const isOfAll = snoozed === "any" && deleted === "exclude";
  return isOfAll && Object.values(lists).every((list) => list.length === 0);
}
