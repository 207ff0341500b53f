import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
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

/**
 * What numbers are watched, and where each monitor stands after the last bucket that was judged (`position`). A number is
 * never given again: it stands in alerts. Times in ms since 1970.
 */
export const monitors = sqliteTable("monitors", {
  id: integer().primaryKey({ autoIncrement: true }),
  name: text().notNull(),
  input: text({ mode: "json" }).$type<MonitorInput>().notNull(),
  bucket: integer().$type<BucketLength>().notNull(),
  aggregate: text({ enum: AGGREGATES }).notNull(),
  season: text({ enum: SEASONS }).notNull(),
  sensitivity: text({ enum: SENSITIVITY_NAMES }).notNull(),
  direction: text({ enum: DIRECTIONS }).notNull(),
  minimumChange: real("minimum_change").notNull(),
  closeAfter: integer("close_after").notNull(),
  silentAfter: integer("silent_after").notNull(),
  severity: text({ enum: SEVERITIES }).notNull(),
  labels: text({ mode: "json" }).$type<Pairs>().notNull(),
  isEnabled: integer("is_enabled", { mode: "boolean" }).notNull(),
  revision: integer().notNull(),
  since: integer().notNull(),
  closed: integer().notNull(),
  position: integer(),
  alert: text({ mode: "json" }).$type<Standing["alert"]>().notNull(),
  empty: integer(),
  progress: real().notNull(),
  trouble: text(),
});

/** The buckets that were judged, for as long as they are shown or learnt from again. Without rowid in the file. */
export const points = sqliteTable(
  "points",
  {
    monitor: integer().notNull(),
    t: integer().notNull(),
    value: real(),
    expected: real(),
    score: real(),
  },
  (table) => [primaryKey({ columns: [table.monitor, table.t] })],
);

/** The numbers of buckets that have yet to be judged. */
export const monitorNumbers = sqliteTable(
  "monitor_numbers",
  {
    monitor: integer().notNull(),
    t: integer().notNull(),
    count: integer().notNull(),
    sum: real().notNull(),
    least: real().notNull(),
    most: real().notNull(),
    last: real().notNull(),
    lastAt: integer("last_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.monitor, table.t] })],
);

/** When alerts of monitors were open, and which: the alerts of a storm are one. */
export const monitorSpans = sqliteTable(
  "monitor_spans",
  {
    id: integer().primaryKey(),
    monitor: integer().notNull(),
    kind: text({ enum: SPAN_KINDS }).notNull(),
    from: integer().notNull(),
    to: integer(),
    alert: integer(),
  },
  (table) => [
    index("monitor_spans_monitor").on(table.monitor, table.from),
    index("monitor_spans_open")
      .on(table.alert)
      .where(sql`${table.to} is null`),
  ],
);
