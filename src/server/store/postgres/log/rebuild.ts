import { sql } from "drizzle-orm";
import type { Progress } from "../../../../domain/operation.ts";
import { createReplay } from "../../engine/replay.ts";
import { alone } from "../connection/alone.ts";
import type { Session } from "../connection/database.ts";
import { beginBulk } from "../models/in-bulk.ts";
import type { Kept } from "../models/project.ts";
import { logByAlert } from "./read-log.ts";

/**
 * Makes every read model anew from the log, in one transaction, and returns from how many events.
 * What is kept beside the log, leases and what is yet to be recorded, stays as it is.
 * No node may be running.
 */
export function rebuild(url: string): AsyncGenerator<Progress, number> {
  return alone(url, rebuildWithin);
}

/** The same within a transaction of the caller's. Throws a LogFault where the log is none. */
export async function* rebuildWithin(session: Session): AsyncGenerator<Progress, number> {
  const row = await session.get<{ readonly total: number }>(
    sql`select count(*) as total from events`,
  );
  const total = row?.total ?? 0;
  const bulk = await beginBulk(session);
  let waiting: Kept[] = [];
  const log = createReplay((alert, memory) => void waiting.push({ alert, memory }));
  let done = 0;
  for await (const events of logByAlert(session)) {
    for (const event of events) log.add(event);
    await bulk.write(waiting);
    waiting = [];
    done += events.length;
    yield { done, total, unit: "events" };
  }
  log.end();
  await bulk.write(waiting);
  await bulk.end();
  return done;
}
