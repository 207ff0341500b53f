import { asc, desc, eq, gt, lte, max, sql } from "drizzle-orm";
import { alerts, events, meta } from "../../../../../db/sqlite/schema.ts";
import type { Alert } from "../../../../domain/alert.ts";
import { type Head, writeCursor } from "../../../../domain/cursor.ts";
import type { Filter } from "../../../../domain/filter.ts";
import type { Ids, Page, Place } from "../../../../protocol/page.ts";
import { fail, ok, type Result } from "../../../../domain/problem.ts";
import { prepareFloor } from "../log/forget.ts";
import { type AlertRow, readAlert } from "../models/alert-row.ts";
import type { Tables } from "../file/database.ts";
import { prepareStatement } from "../file/statement.ts";
import {
  type Go,
  headStretch,
  type Stretch,
  stretchAfter,
  stretchAround,
  stretchBefore,
} from "./stretch.ts";
import type { Changed } from "../../store.ts";
import { prepareNewerIds, prepareWalk } from "./walk.ts";

/** Everything that is read by id or by `seq`: its cost is what it returns, at any depth. */
export function prepareReads(tables: Tables) {
  const walk = prepareWalk(tables);
  const newerIds = prepareNewerIds(tables);
  const epoch = readEpoch(tables);
  const floor = prepareFloor(tables);
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
  const byTime = tables
    .select({ id: alerts.id })
    .from(alerts)
    .where(lte(alerts.receivedAt, sql.param(sql.placeholder("time"), alerts.receivedAt)))
    .orderBy(desc(alerts.receivedAt), desc(alerts.id))
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
      const alerts = bySeq.all({ seq, limit: most }).map(readAlert);
      return { alerts, head: head().seq, floor: floor() };
    })();
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
      const stretch = stretchAt(walk.bind(null, filter), place, limit);
      return stretch.ok ? ok(pageOf(stretch.value)) : stretch;
    })();
  }

  function stretchAt(go: Go, place: Place, limit: number): Result<Stretch> {
    switch (place.type) {
      case "head":
        return ok(headStretch(go, limit));
      case "before":
        return ok(stretchBefore(go, place.id, limit));
      case "after":
        return ok(stretchAfter(go, place.id, limit));
      case "around":
        return alert(place.id) === null
          ? fail("alert-not-found", `around: there is no alert ${place.id}`)
          : ok(stretchAround(go, place.id, limit));
      case "at":
        return ok(stretchAround(go, byTime.get({ time: place.time })?.id ?? 0, limit));
      default:
        return place satisfies never;
    }
  }

  function pageOf({ alerts, older, newer }: Stretch): Page {
    return {
      alerts,
      older: older === null ? null : writeCursor(epoch, older),
      newer: newer === null ? null : writeCursor(epoch, newer),
      head: head(),
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

  return { epoch, head, floor, alert, changedSince, page, ids };
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
