import { asc, desc, eq, gt, gte, lte, max, sql } from "drizzle-orm";
import { alerts, events, meta, removals } from "../../../../../db/sqlite/schema.ts";
import type { Alert } from "../../../../domain/alert.ts";
import { type Head, writeCursor } from "../../../../domain/cursor.ts";
import { type Filter, matches } from "../../../../domain/filter.ts";
import type { Ids, Page, Place } from "../../../../protocol/page.ts";
import { fail, ok, type Result } from "../../../../domain/problem.ts";
import { prepareLastId, prepareReach } from "../log/forget.ts";
import { prepareRemoved } from "../log/removed.ts";
import { type AlertRow, readAlert } from "../models/alert-row.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";
import {
  headStretch,
  type Stretch,
  stretchAfter,
  stretchAround,
  stretchBefore,
  type Walk,
  walkAll,
  type Walked,
  type Walking,
} from "../../engine/stretch.ts";
import { upToOne } from "../../engine/changed.ts";
import type { Changed } from "../../store.ts";
import { prepareNewerIds, prepareWalk } from "./walk.ts";

/** Everything that is read by id or by `seq`: its cost is what it returns, at any depth. */
export function prepareReads(tables: Tables, now?: () => number) {
  const walk = prepareWalk(tables, now);
  const newerIds = prepareNewerIds(tables);
  const epoch = readEpoch(tables);
  const reach = prepareReach(tables);
  const lastId = prepareLastId(tables);
  const removed = prepareRemoved(tables);
  const headSeq = tables
    .select({ seq: max(events.seq) })
    .from(events)
    .prepare();
  const byId = prepareStatement<AlertRow>(
    tables,
    tables
      .select()
      .from(alerts)
      .where(eq(alerts.id, sql.placeholder("id"))),
  );
  const bySeq = prepareStatement<AlertRow>(
    tables,
    tables
      .select()
      .from(alerts)
      .where(gt(alerts.seq, sql.placeholder("seq")))
      .orderBy(asc(alerts.seq))
      .limit(sql.placeholder("limit")),
  );
  const sizesBySeq = tables
    .select({
      bytes: sql<number>`octet_length(${alerts.title}) + octet_length(${alerts.description})
        + octet_length(${alerts.labels}) + octet_length(${alerts.annotations})`,
    })
    .from(alerts)
    .where(gt(alerts.seq, sql.placeholder("seq")))
    .orderBy(asc(alerts.seq))
    .limit(sql.placeholder("limit"))
    .prepare();
  const removalsBySeq = tables
    .select({ id: removals.alertId, seq: removals.seq })
    .from(removals)
    .where(gt(removals.seq, sql.placeholder("seq")))
    .orderBy(asc(removals.seq))
    .limit(sql.placeholder("limit"))
    .prepare();
  const byTime = tables
    .select({ id: alerts.id })
    .from(alerts)
    .where(lte(alerts.receivedAt, sql.param(sql.placeholder("time"), alerts.receivedAt)))
    .orderBy(desc(alerts.receivedAt), desc(alerts.id))
    .limit(1)
    .prepare();

  const timeFrom = tables
    .select({ at: alerts.receivedAt })
    .from(alerts)
    .where(gte(alerts.id, sql.placeholder("id")))
    .orderBy(asc(alerts.id))
    .limit(1)
    .prepare();

  function head(): Head {
    return { epoch, seq: headSeq.get()?.seq ?? 0 };
  }

  function alert(id: number): Alert | null {
    const row = byId.get({ id });
    return row === undefined ? null : readAlert(row);
  }

  /** Read in one transaction with their head. */
  function changedSince(seq: number, limit: number, bytes = Infinity): Changed {
    return tables.$client.transaction(() => {
      const most = bytes === Infinity ? limit : fitting(seq, limit, bytes);
      const changed = bySeq.all({ seq, limit: most }).map(readAlert);
      const gone = removalsBySeq.all({ seq, limit });
      return { ...upToOne(changed, gone, most, limit), head: head().seq, reach: reach() };
    })();
  }

  /** Whether there was an alert of that number: they are given one after the other. */
  function wasRemoved(id: number): boolean {
    return alert(id) === null && id >= 1 && id <= lastId();
  }

  /** The sizes are in the pages of the rows themselves: long texts are not read for them. */
  function fitting(seq: number, limit: number, bytes: number): number {
    let left = bytes;
    const sizes = sizesBySeq.all({ seq, limit });
    const tooMany = sizes.findIndex((size) => (left -= size.bytes) < 0);
    return tooMany < 0 ? limit : Math.max(tooMany, 1);
  }

  /** The page and its head are read in one transaction, so that they tell of the same moment. */
  function page(filter: Filter, place: Place, limit: number): Result<Page> {
    return tables.$client.transaction(() => {
      const walking = stretchAt(place, limit);
      if (!walking.ok) return walking;
      return ok(pageOf(walkAll(walking.value, (step) => walkFrom(filter, step))));
    })();
  }

  function walkFrom(filter: Filter, step: Walk): Walked {
    const hasStart = step.tellsOfStart === true && isThere(filter, step.id);
    return { ...walk(filter, step), hasStart };
  }

  function isThere(filter: Filter, id: number): boolean {
    const found = alert(id);
    return found !== null && matches(filter, found);
  }

  function stretchAt(place: Place, limit: number): Result<Walking<Stretch>> {
    switch (place.type) {
      case "head":
        return ok(headStretch(limit));
      case "before":
        return ok(stretchBefore(place.id, limit));
      case "after":
        return ok(stretchAfter(place.id, limit));
      case "around":
        // Where one was that was removed, its neighbours are.
        return alert(place.id) === null && !wasRemoved(place.id)
          ? fail("alert-not-found", `around: there is no alert ${place.id}`)
          : ok(stretchAround(place.id, limit));
      case "at":
        return ok(stretchAround(byTime.get({ time: place.time })?.id ?? 0, limit));
      default:
        return place satisfies never;
    }
  }

  function pageOf({ alerts, older, newer, searchedTo }: Stretch): Page {
    const before = older === null ? removed.last() : null;
    const at = searchedTo === null ? undefined : timeFrom.get({ id: searchedTo })?.at;
    return {
      alerts,
      older: older === null ? null : writeCursor(epoch, older),
      newer: newer === null ? null : writeCursor(epoch, newer),
      head: head(),
      ...(before !== null && { removed: before }),
      ...(searchedTo !== null && at !== undefined && { searchedTo: { id: searchedTo, at } }),
    };
  }

  /** The ids next above `after`, read in one transaction with their head. */
  function ids(filter: Filter, after: number, limit: number): Ids {
    return tables.$client.transaction(() => {
      const nearest = newerIds(filter, after, limit + 1);
      const ids = nearest.slice(0, limit).reverse();
      const last = nearest.length > limit ? ids[0] : undefined;
      return { ids, newer: last === undefined ? null : writeCursor(epoch, last), head: head() };
    })();
  }

  return { epoch, head, reach, alert, wasRemoved, changedSince, page, ids };
}

function readEpoch(tables: Tables): string {
  return readMeta(tables, "epoch");
}

/** The id by which this database is told from others where people are not to know which it is. */
export function readInstance(tables: Tables): string {
  return readMeta(tables, "instance");
}

function readMeta(tables: Tables, key: "epoch" | "instance"): string {
  const row = tables.select().from(meta).where(eq(meta.key, key)).get();
  if (row === undefined) throw new Error(`The database has no ${key}.`);
  return row.value;
}
