import { type SQL, sql } from "drizzle-orm";
import type { Filter } from "../../../../domain/filter.ts";
import {
  isNegative,
  type LabelMatcher,
  type Operator,
  readingsOf,
} from "../../../../domain/label-matcher.ts";
import { INDEXED_WORD } from "../../../../domain/search.ts";
import { anyValue } from "../file/any-value.ts";

/**
 * A way through the alerts in the order of their ids: tables to read, conditions that an index
 * answers, and the column that carries the id. Alerts are always there as `a`.
 */
export interface Path {
  readonly from: SQL;
  readonly where: readonly SQL[];
  readonly id: SQL;
  /** Whether it mostly passes a small part of all alerts. */
  readonly isNarrow: boolean;
  /** Whether a place amid it is quick to come to upwards, and downwards is not. */
  readonly isQuickUpwards?: true;
}

/**
 * The paths that together pass every alert of the filter; by two labels the same alert may be passed
 * twice. Every path streams in the order of ids; which one is narrowest is not known, so the order
 * below is by experience.
 */
export function pathsOf(filter: Filter): readonly Path[] {
  const words = filter.words.filter(isIndexed);
  if (words.length > 0) return [wordPath(words)];
  const [labels] = filter.label
    .filter(({ operator, value }) => operator === "=" && value !== "")
    .map(readingsOf)
    .filter((readings) => readings !== null)
    // Each reading is a query of its own.
    .sort((a, b) => a.length - b.length);
  if (labels !== undefined) return labels.map(labelPath);
  if (filter.snoozed === "only") return [SNOOZED];
  if (filter.status.length > 0 && !filter.status.includes("resolved")) return [OPEN];
  if (filter.acknowledgedBy.length > 0) {
    return [...new Set(filter.acknowledgedBy)].map(acknowledgedPath);
  }
  if (filter.deleted === "only") return [DELETED];
  if (filter.source.length > 0) return [...new Set(filter.source)].map(sourcePath);
  if (filter.severity.length > 0) return [...new Set(filter.severity)].map(severityPath);
  return [filter.deleted === "exclude" ? VISIBLE : ALL];
}

const ID = sql`a.id`;
const ALL: Path = { from: sql`alerts a`, where: [], id: ID, isNarrow: false };
const VISIBLE = partial("alerts_visible", sql`a.deleted_at is null`, false);
const DELETED = partial("alerts_deleted", sql`a.deleted_at is not null`, true);
const SNOOZED = partial("alerts_snoozed", sql`a.snoozed_until is not null`, true);
const OPEN = partial("alerts_open", sql`a.status <> 'resolved'`, true);

function partial(index: string, condition: SQL, isNarrow: boolean): Path {
  return { from: sql`alerts a indexed by ${sql.raw(index)}`, where: [condition], id: ID, isNarrow };
}

function sourcePath(source: string): Path {
  return {
    from: sql`alerts a indexed by alerts_source`,
    where: [sql`a.source = ${anyValue(source)}`],
    id: ID,
    isNarrow: false,
  };
}

function acknowledgedPath(actor: string): Path {
  return {
    from: sql`alerts a indexed by alerts_acknowledged_by`,
    where: [sql`a.acknowledged_by = ${anyValue(actor)}`],
    id: ID,
    isNarrow: true,
  };
}

function severityPath(severity: string): Path {
  return {
    from: sql`alerts a indexed by alerts_severity`,
    where: [sql`a.severity = ${anyValue(severity)}`],
    id: ID,
    isNarrow: false,
  };
}

/** `cross join` keeps SQLite from reading the tables in the other order. */
function labelPath({ name, value }: Pick<LabelMatcher, "name" | "value">): Path {
  return {
    from: sql`labels l cross join alerts a on a.id = l.alert_id`,
    where: [sql`l.name = ${anyValue(name)} and l.value = ${anyValue(value)}`],
    id: sql`l.alert_id`,
    isNarrow: true,
  };
}

/**
 * FTS5 goes through all that a trigram is in page by page, to where it is asked to begin. Each step down begins anew at
 * the first page that an entry of its index of pages names (`fts5DlidxLvlPrev`), so those grow with the square.
 */
function wordPath(words: readonly string[]): Path {
  const query = words.map((word) => `"${word.replaceAll('"', '""')}"`).join(" AND ");
  return {
    from: sql`search s cross join alerts a on a.id = s.rowid`,
    where: [sql`s.text match ${query}`],
    id: sql`s.rowid`,
    isNarrow: true,
    isQuickUpwards: true,
  };
}

/** Three code points make a trigram; a shorter word is not in the index. */
function isIndexed(word: string): boolean {
  return [...word].length >= INDEXED_WORD;
}

/**
 * What a row must fulfil; with the path to it, says the same as `matches`. The plus keeps SQLite from
 * taking another path because of it.
 */
export function conditionOf(filter: Filter): SQL {
  const short = filter.words.filter((word) => !isIndexed(word));
  const conditions = [
    oneOf(sql`a.status`, filter.status),
    oneOf(sql`a.severity`, filter.severity),
    oneOf(sql`a.source`, filter.source),
    oneOf(sql`a.acknowledged_by`, filter.acknowledgedBy),
    snoozedCondition(filter),
    deletedCondition(filter),
    ...filter.label.map(labelCondition),
    short.length === 0 ? null : wordsCondition(short),
  ].filter((condition) => condition !== null);
  return sql`+(${sql.join([sql`true`, ...conditions], sql` and `)})`;
}

function oneOf(column: SQL, values: readonly string[]): SQL | null {
  return values.length === 0 ? null : sql`${column} in ${values}`;
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

function labelCondition({ name, operator, value, isLoose }: LabelMatcher): SQL {
  const condition = isLoose
    ? sql`exists (select 1 from json_each(a.labels) j where j.key || '=' || j.value = ${`${name}=${value}`})`
    : valueCondition(name, operator, value);
  return isNegative(operator) ? sql`not (${condition})` : condition;
}

/** What is so of the value of a label, or by a negative operator is not. */
function valueCondition(name: string, operator: Operator, value: string): SQL {
  const label = sql`coalesce((select j.value from json_each(a.labels) j where j.key = ${name}), '')`;
  const isPattern = operator === "=~" || operator === "!~";
  return isPattern ? sql`fits_pattern(${value}, ${label})` : sql`${label} = ${value}`;
}

function wordsCondition(words: readonly string[]): SQL {
  return sql`has_words(a.title, a.description, a.source, a.labels, ${JSON.stringify(words)})`;
}
