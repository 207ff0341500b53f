import { type SQL, sql } from "drizzle-orm";
import type { Filter } from "../../../../domain/filter.ts";
import { isNegative, type LabelMatcher, readingsOf } from "../../../../domain/label-matcher.ts";
import { labelHash } from "../models/label-hash.ts";

/** Where the alerts of a filter are: always there as `a`, what is searched of them as `s` where there are words. */
export function tablesOf({ words }: Filter): SQL {
  return words.length === 0
    ? sql`alerts a`
    : sql`alerts a join search_texts s on s.alert_id = a.id`;
}

/** The alerts with ids from one to another, both included. */
export function between({ words }: Filter, first: number, last: number): SQL {
  const alerts = sql`a.id between ${first} and ${last}`;
  // The same of the texts, so that only their partition is looked at.
  return words.length === 0 ? alerts : sql`${alerts} and s.alert_id between ${first} and ${last}`;
}

/** What a row must fulfil; with {@link patternsOf} says the same as `matches`. */
export function conditionOf(filter: Filter): SQL {
  const conditions = [
    oneOf(sql`a.status`, filter.status),
    oneOf(sql`a.severity`, filter.severity),
    oneOf(sql`a.source`, filter.source),
    oneOf(sql`a.acknowledged_by`, filter.acknowledgedBy),
    snoozedCondition(filter),
    deletedCondition(filter),
    ...filter.label.filter((matcher) => !isPattern(matcher)).map(labelCondition),
    ...filter.words.map(wordCondition),
  ].filter((condition) => condition !== null);
  return sql.join([sql`true`, ...conditions], sql` and `);
}

/** The matchers that ask for a pattern: the regular expressions of PostgreSQL are others, and may take for ever. */
export function patternsOf({ label }: Filter): LabelMatcher[] {
  return label.filter(isPattern);
}

function isPattern({ operator, isLoose }: LabelMatcher): boolean {
  return !isLoose && (operator === "=~" || operator === "!~");
}

/** The value of a label, empty where there is none. */
export function labelValue(name: string): SQL {
  return isThere(name) ? sql`coalesce(a.labels ->> ${name}::text, '')` : sql`''`;
}

/** PostgreSQL takes no NUL, and no alert has one. */
function isThere(text: string): boolean {
  return !text.includes("\0");
}

function oneOf(column: SQL, values: readonly string[]): SQL | null {
  if (values.length === 0) return null;
  const possible = values.filter(isThere);
  return possible.length === 0 ? sql`false` : sql`${column} in ${possible}`;
}

function snoozedCondition({ snoozed }: Filter): SQL | null {
  switch (snoozed) {
    case "any":
      return null;
    case "no":
      return sql`a.snoozed_until is null`;
    case "only":
      return sql`a.snoozed_until is not null`;
    default:
      return snoozed satisfies never;
  }
}

function deletedCondition({ deleted }: Filter): SQL | null {
  switch (deleted) {
    case "exclude":
      return sql`a.deleted_at is null`;
    case "only":
      return sql`a.deleted_at is not null`;
    case "include":
      return null;
    default:
      return deleted satisfies never;
  }
}

function labelCondition(matcher: LabelMatcher): SQL {
  const readings = readingsOf(matcher);
  const isNamed = matcher.isLoose || matcher.value !== "";
  const condition = readings !== null && isNamed ? hasLabel(readings) : valueCondition(matcher);
  return isNegative(matcher.operator) ? sql`not (${condition})` : condition;
}

/** By the table of labels, which has an index in the order of the feed for each. */
function hasLabel(labels: readonly Pick<LabelMatcher, "name" | "value">[]): SQL {
  const hashes = labels.map(({ name, value }) => labelHash(name, value));
  return sql`exists (
    select 1 from labels l
    where l.alert_id = a.id and l.label = any(${sql.param(hashes)}::bytea[])
  )`;
}

function valueCondition({ name, value, isLoose }: LabelMatcher): SQL {
  if (!isThere(value)) return sql`false`;
  return isLoose
    ? sql`exists (select 1 from json_each_text(a.labels) j where j.key || '=' || j.value = ${`${name}=${value}`})`
    : sql`${labelValue(name)} = ${value}`;
}

/** The text is folded, as the words are. */
function wordCondition(word: string): SQL {
  return sql`s.text like ${`%${word.replaceAll(/[\\%_]/gu, "\\$&")}%`}`;
}
