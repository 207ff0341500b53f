import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { type Pairs, SEVERITIES } from "../../src/domain/alert.ts";
import {
  AGGREGATES,
  type BucketLength,
  DIRECTIONS,
  type MonitorInput,
  SEASONS,
  SENSITIVITY_NAMES,
} from "../../src/protocol/monitors.ts";
import { SPAN_KINDS, type Standing } from "../../src/server/monitors/standing.ts";
import { whole } from "./columns.ts";

/**
 * What numbers are watched, and where each monitor stands after the last bucket that was judged (`position`). A number is
 * never given again: it stands in alerts. Times in ms since 1970.
 */
export const monitors = pgTable("monitors", {
  id: bigserial({ mode: "number" }).primaryKey(),
  name: text().notNull(),
  input: json().$type<MonitorInput>().notNull(),
  bucket: integer().$type<BucketLength>().notNull(),
  aggregate: text({ enum: AGGREGATES }).notNull(),
  season: text({ enum: SEASONS }).notNull(),
  sensitivity: text({ enum: SENSITIVITY_NAMES }).notNull(),
  direction: text({ enum: DIRECTIONS }).notNull(),
  minimumChange: doublePrecision("minimum_change").notNull(),
  closeAfter: integer("close_after").notNull(),
  silentAfter: integer("silent_after").notNull(),
  severity: text({ enum: SEVERITIES }).notNull(),
  labels: json().$type<Pairs>().notNull(),
  isEnabled: boolean("is_enabled").notNull(),
  revision: integer().notNull(),
  since: whole().notNull(),
  closed: whole().notNull(),
  position: whole(),
  alert: json().$type<Standing["alert"]>().notNull(),
  empty: integer(),
  progress: doublePrecision().notNull(),
  trouble: text(),
});

/** The buckets that were judged, for as long as they are shown or learnt from again. */
export const points = pgTable(
  "points",
  {
    monitor: whole().notNull(),
    t: whole().notNull(),
    value: doublePrecision(),
    expected: doublePrecision(),
    score: doublePrecision(),
  },
  (table) => [primaryKey({ name: "points_pk", columns: [table.monitor, table.t] })],
);

/** The numbers of buckets that have yet to be judged. */
export const monitorNumbers = pgTable(
  "monitor_numbers",
  {
    monitor: whole().notNull(),
    t: whole().notNull(),
    count: whole().notNull(),
    sum: doublePrecision().notNull(),
    least: doublePrecision().notNull(),
    most: doublePrecision().notNull(),
    last: doublePrecision().notNull(),
    lastAt: whole("last_at").notNull(),
  },
  (table) => [primaryKey({ name: "monitor_numbers_pk", columns: [table.monitor, table.t] })],
);

/** When alerts of monitors were open, and which: the alerts of a storm are one. */
export const monitorSpans = pgTable(
  "monitor_spans",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    monitor: whole().notNull(),
    kind: text({ enum: SPAN_KINDS }).notNull(),
    from: whole().notNull(),
    to: whole(),
    alert: whole(),
  },
  (table) => [
    index("monitor_spans_monitor").on(table.monitor, table.from),
    index("monitor_spans_open")
      .on(table.alert)
      .where(sql`${table.to} is null`),
  ],
);
