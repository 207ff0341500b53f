import { sql } from "drizzle-orm";
import type { Time } from "../../../../domain/alert.ts";
import { type Head, writeCursor } from "../../../../domain/cursor.ts";
import type { Filter } from "../../../../domain/filter.ts";
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
import { JsonText } from "../../json-text.ts";
import type { Session } from "../connection/database.ts";
import { HEAD, headOf, type HeadRow } from "../log/head.ts";
import { readRemoved } from "../log/removed.ts";
import type { AlertText } from "../models/alert-row.ts";
import { idsBeyond, walk } from "./walk.ts";
import type { Range } from "./windows.ts";

/** A page as it is sent, and where the log stood at the moment of which it tells. */
export interface PageText {
  readonly head: Head;
  readonly text: JsonText<Page>;
}

/** A page, read amid a transaction that sees one moment. */
export async function readPageText(
  session: Session,
  filter: Filter,
  place: Place,
  limit: number,
): Promise<Result<PageText>> {
  const { head, all } = await readMoment(session);
  const walking = await stretchAt(session, place, limit);
  if (!walking.ok) return walking;
  const { alerts, older, newer, searchedTo } = await walkAllLater(walking.value, (step) =>
    walk(session, filter, all, step),
  );
  const removed = older === null ? await readRemoved(session) : null;
  const at = searchedTo === null ? null : await timeFrom(session, searchedTo);
  const beside: Omit<Page, "alerts"> = {
    older: older === null ? null : writeCursor(head.epoch, older),
    newer: newer === null ? null : writeCursor(head.epoch, newer),
    head,
    ...(removed !== null && { removed }),
    ...(searchedTo !== null && at !== null && { searchedTo: { id: searchedTo, at } }),
  };
  return ok({ head, text: new JsonText(pageOf(alerts, beside)) });
}

function pageOf(alerts: readonly AlertText[], beside: Omit<Page, "alerts">): string {
  const texts = alerts.map(({ text }) => text).join(",");
  return `{"alerts":[${texts}],${JSON.stringify(beside).slice(1)}`;
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

interface MomentRow extends HeadRow {
  readonly first: number;
  readonly last: number;
}

/** Where the log stands, and between which ids alerts are. */
export async function readMoment(session: Session): Promise<{ head: Head; all: Range }> {
  const row = await session.get<MomentRow>(sql`
    select head.*, coalesce((select min(id) from alerts), 1) as first,
      coalesce((select max(id) from alerts), 0) as last
    from (${HEAD}) head`);
  const head = headOf(row);
  return { head, all: { first: row?.first ?? 1, last: row?.last ?? 0 } };
}

async function stretchAt(
  session: Session,
  place: Place,
  limit: number,
): Promise<Result<Walking<Stretch<AlertText>, AlertText>>> {
  switch (place.type) {
    case "head":
      return ok(headStretch(limit));
    case "before":
      return ok(stretchBefore(place.id, limit));
    case "after":
      return ok(stretchAfter(place.id, limit));
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
