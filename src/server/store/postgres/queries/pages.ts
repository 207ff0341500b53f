import { sql } from "drizzle-orm";
import type { Time } from "../../../../domain/alert.ts";
import { type Epoch, type Head, writeCursor } from "../../../../domain/cursor.ts";
import { type Filter, matches } from "../../../../domain/filter.ts";
import { fail, ok, type Result } from "../../../../domain/problem.ts";
import type { Ids, Page, Place } from "../../../../protocol/page.ts";
import {
  headStretch,
  type Stretch,
  stretchAfter,
  stretchAround,
  stretchBefore,
  walkAllLater,
  type Walking,
} from "../../engine/stretch.ts";
import { isoTime } from "../../engine/iso-time.ts";
import type { Session } from "../connection/database.ts";
import { readRemoved } from "../log/removed.ts";
import { readAlertOf } from "./alerts.ts";
import { idsBeyond, walk } from "./walk.ts";
import type { Range } from "./windows.ts";

/** A page, read amid a transaction that sees one moment. */
export async function readPage(
  session: Session,
  filter: Filter,
  place: Place,
  limit: number,
): Promise<Result<Page>> {
  const { head, all } = await readMoment(session);
  const walking = await stretchAt(session, filter, place, limit);
  if (!walking.ok) return walking;
  const { alerts, older, newer, searchedTo } = await walkAllLater(walking.value, (step) =>
    walk(session, filter, all, step),
  );
  const removed = older === null ? await readRemoved(session) : null;
  const at = searchedTo === null ? null : await timeFrom(session, searchedTo);
  return ok({
    alerts,
    older: older === null ? null : writeCursor(head.epoch, older),
    newer: newer === null ? null : writeCursor(head.epoch, newer),
    head,
    ...(removed !== null && { removed }),
    ...(searchedTo !== null && at !== null && { searchedTo: { id: searchedTo, at } }),
  });
}

/** When the first alert from that one on was received. */
async function timeFrom(session: Session, id: number): Promise<Time | null> {
  const row = await session.get<{ readonly at: number }>(
    sql`select received_at as at from alerts where id >= ${id} order by id limit 1`,
  );
  return row === undefined ? null : isoTime(row.at);
}

/** The ids next above `after`, newest first. */
export async function readIds(
  session: Session,
  filter: Filter,
  after: number,
  limit: number,
): Promise<Result<Ids>> {
  const { head, all } = await readMoment(session);
  const asked = { direction: "newer", id: after, limit: limit + 1 } as const;
  const { ids: nearest } = await idsBeyond(session, filter, all, asked);
  const ids = nearest.slice(0, limit).reverse();
  const last = nearest.length > limit ? ids[0] : undefined;
  return ok({ ids, newer: last === undefined ? null : writeCursor(head.epoch, last), head });
}

interface MomentRow {
  readonly epoch: Epoch;
  readonly seq: number;
  readonly first: number;
  readonly last: number;
}

/** Where the log stands, and between which ids alerts are. */
export async function readMoment(session: Session): Promise<{ head: Head; all: Range }> {
  const row = await session.get<MomentRow>(sql`
    select (select value from meta where key = 'epoch') as epoch,
      coalesce((select max(seq) from events), 0) as seq,
      coalesce((select min(id) from alerts), 1) as first,
      coalesce((select max(id) from alerts), 0) as last`);
  if (row === undefined) throw new Error("The database does not say where it stands.");
  const { epoch, seq, first, last } = row;
  return { head: { epoch, seq }, all: { first, last } };
}

async function stretchAt(
  session: Session,
  filter: Filter,
  place: Place,
  limit: number,
): Promise<Result<Walking<Stretch>>> {
  switch (place.type) {
    case "head":
      return ok(headStretch(limit));
    case "before":
      return ok(stretchBefore(place.id, limit, await isThere(session, filter, place.id)));
    case "after":
      return ok(stretchAfter(place.id, limit, await isThere(session, filter, place.id)));
    case "around":
      // Where one was that was removed, its neighbours are.
      return (await wasGiven(session, place.id))
        ? ok(stretchAround(place.id, limit))
        : fail("alert-not-found", `around: there is no alert ${place.id}`);
    case "at":
      return ok(stretchAround(await newestAt(session, place.time), limit));
    default:
      return place satisfies never;
  }
}

async function isThere(session: Session, filter: Filter, id: number): Promise<boolean> {
  const found = await readAlertOf(session, id);
  return found !== null && matches(filter, found);
}

/** Whether there is or was an alert of that number: they are given one after the other. */
async function wasGiven(session: Session, id: number): Promise<boolean> {
  const row = await session.get<{ readonly given: boolean }>(
    sql`select ${id}::bigint between 1 and coalesce(max(alert_id), 0) as given from events`,
  );
  return row?.given === true;
}

/** The newest alert that had arrived by then, 0 where none had. */
async function newestAt(session: Session, time: string): Promise<number> {
  const row = await session.get<{ readonly id: number }>(sql`
    select id from alerts where received_at <= ${Date.parse(time)}
    order by received_at desc, id desc limit 1`);
  return row?.id ?? 0;
}
