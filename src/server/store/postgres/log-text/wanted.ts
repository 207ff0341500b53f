import { sql } from "drizzle-orm";
import { filterOf, type Part } from "../../../../protocol/export.ts";
import { createWanted, type Wanted } from "../../engine/log-text/wanted.ts";
import type { Session } from "../connection/database.ts";
import { readMoment } from "../queries/pages.ts";
import { idsBeyond } from "../queries/walk.ts";
import type { Range } from "../queries/windows.ts";

/** Alerts that are looked up at once. */
const STEP = 50_000;

/** The alerts of a part. */
export async function wantedAlerts(session: Session, part: Part): Promise<Wanted> {
  const { all } = await readMoment(session);
  const wanted = createWanted(all.last);
  const filter = filterOf(part);
  const received = await receivedIn(session, part, all);
  let id = 0;
  for (;;) {
    const walk = { direction: "newer", id, limit: STEP } as const;
    const { ids } = await idsBeyond(session, filter, received, walk);
    for (const found of ids) wanted.add(found);
    const last = ids.at(-1);
    if (last === undefined || ids.length < STEP) return wanted;
    id = last;
  }
}

/** As ids grow, times of receipt never decrease. */
async function receivedIn(session: Session, { from, to }: Part, all: Range): Promise<Range> {
  const first = from === null ? all.first : await firstFrom(session, from);
  const end = to === null ? null : await firstFrom(session, to);
  return { first: first ?? Infinity, last: end === null ? all.last : end - 1 };
}

/** The first alert that was received then or later. */
async function firstFrom(session: Session, time: string): Promise<number | null> {
  const row = await session.get<{ readonly id: number }>(sql`
    select id from alerts where received_at >= ${Date.parse(time)}
    order by received_at, id limit 1`);
  return row?.id ?? null;
}
