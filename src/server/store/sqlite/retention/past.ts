import { and, asc, desc, isNotNull, lt, max, min, type SQL, sql } from "drizzle-orm";
import { alerts } from "../../../../../db/sqlite/schema.ts";
import type { Time } from "../../../../domain/alert.ts";
import type { Past, PastQuery } from "../../store.ts";
import { anyId } from "../file/any-value.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";

/** Alerts that are looked at in one go: many may be kept, and no write is to wait for them. */
const LOOKED_AT = 1_000;

interface Row {
  readonly id: number;
  readonly is_past: number;
}

/** Finds what lies beyond a horizon, from the oldest on: at most `limit` after the alert `after`. */
export function preparePast(tables: Tables): (query: PastQuery) => Past {
  const walks = { resolved: prepareResolved(tables), trash: prepareTrash(tables) };
  return ({ horizon, after, limit }) => {
    const { first, last, walk } = walks[horizon.of];
    const before = Date.parse(horizon.before);
    const end = last(horizon.before);
    const ids: number[] = [];
    let [at, looked] = [after, 0];
    for (const { id, is_past: isPast } of walk.each({ after, end, before })) {
      [at, looked] = [id, looked + 1];
      if (isPast === 1) ids.push(id);
      if (ids.length >= limit || looked >= LOOKED_AT) {
        return { ids, next: at < end ? at : null, first: first(), last: end };
      }
    }
    return { ids, next: null, first: first(), last: end };
  };
}

/** As ids grow, times of receipt never decrease: what was received later is not looked at. */
function prepareResolved(tables: Tables) {
  const last = tables
    .select({ id: alerts.id })
    .from(alerts)
    .where(lt(alerts.receivedAt, sql.param(sql.placeholder("before"), alerts.receivedAt)))
    .orderBy(desc(alerts.receivedAt), desc(alerts.id))
    .limit(1)
    .prepare();
  const first = tables
    .select({ id: min(alerts.id) })
    .from(alerts)
    .prepare();
  const isPast = sql`${alerts.resolvedAt} < ${sql.placeholder("before")} and ${alerts.receivedAt} < ${sql.placeholder("before")}`;
  return {
    first: () => first.get()?.id ?? 0,
    last: (before: Time) => last.get({ before })?.id ?? 0,
    walk: prepareWalk(tables, isPast),
  };
}

/** Few alerts lie there, and they have an index of their own. */
function prepareTrash(tables: Tables) {
  const isThere = isNotNull(alerts.deletedAt);
  // Apart: together they would go through all of it.
  const first = tables
    .select({ id: min(alerts.id) })
    .from(alerts)
    .where(isThere)
    .prepare();
  const last = tables
    .select({ id: max(alerts.id) })
    .from(alerts)
    .where(isThere)
    .prepare();
  const isPast = sql`${alerts.deletedAt} < ${sql.placeholder("before")} and ${alerts.lastSeenAt} < ${sql.placeholder("before")}`;
  return {
    first: () => first.get()?.id ?? 0,
    last: () => last.get()?.id ?? 0,
    walk: prepareWalk(tables, isPast, isThere),
  };
}

function prepareWalk(tables: Tables, isPast: SQL, isThere?: SQL) {
  const after = sql`${alerts.id} > ${anyId(sql.placeholder("after"))}`;
  const upTo = sql`${alerts.id} <= ${anyId(sql.placeholder("end"))}`;
  return prepareStatement<Row>(
    tables,
    tables
      .select({ id: alerts.id, isPast: sql<number>`(${isPast})`.as("is_past") })
      .from(alerts)
      .where(and(isThere, after, upTo))
      .orderBy(asc(alerts.id)),
  );
}
