import { sql } from "drizzle-orm";
import type { Progress } from "../../../../domain/operation.ts";
import { type Exported, type Part, queryOf } from "../../../../protocol/export.ts";
import {
  composeExport,
  type ExportStep,
  headerOf,
  type LogState,
} from "../../engine/log-text/compose.ts";
import type { Wanted } from "../../engine/log-text/wanted.ts";
import type { Session } from "../connection/database.ts";
import { snapshot } from "../connection/snapshot.ts";
import { FLOOR, readFact } from "../log/facts.ts";
import { logFrom } from "../log/read-log.ts";
import { readRemoved } from "../log/removed.ts";
import { wantedAlerts } from "./wanted.ts";

export interface ExportOptions {
  /** The address of the database. */
  readonly url: string;
  readonly part: Part;
}

/** Reads the log of a database, or a part of it, as it is at one moment, beside the nodes that write it. */
export function exportLog({ url, part }: ExportOptions): AsyncGenerator<ExportStep, Exported> {
  return snapshot(url, (session) => compose(session, part));
}

async function* compose(session: Session, part: Part): AsyncGenerator<ExportStep, Exported> {
  await refuseForeign(session);
  const wanted = queryOf(part) === null ? null : await wantedAlerts(session, part);
  const from = wanted === null ? 0 : await firstEventOf(session, wanted);
  const text = composeExport(headerOf(part, await readState(session)));
  const total = await countFrom(session, from);
  const progress = (done: number): Progress => ({ done, total, unit: "events" });
  let done = 0;
  for await (const events of logFrom(session, from)) {
    for (const { seq, alertId, type, version, recordedAt, actor, data } of events) {
      done += 1;
      if (wanted?.has(alertId) === false) continue;
      // Members in the order of the format.
      const frame = text.add({ seq, alertId, type, version, recordedAt, actor, data });
      if (frame !== null) yield { frame, progress: progress(done) };
    }
    yield { frame: null, progress: progress(done) };
  }
  yield { frame: text.end(), progress: progress(done) };
  return text.written();
}

async function refuseForeign(session: Session): Promise<void> {
  const row = await session.get<{ readonly log: string | null }>(
    sql`select to_regclass('events') as log`,
  );
  if (row?.log == null) throw new Error("There is no log of Tocsin in that database.");
}

/** Where the log begins to tell of any of them; beyond its end where there are none. */
async function firstEventOf(session: Session, wanted: Wanted): Promise<number> {
  const first = wanted.first();
  if (first === null) return Number.MAX_SAFE_INTEGER;
  const row = await session.get<{ readonly seq: number | null }>(
    sql`select min(seq) as seq from events where alert_id = ${first}`,
  );
  return row?.seq ?? 0;
}

async function readState(session: Session): Promise<LogState> {
  const floor = Number((await readFact(session, FLOOR)) ?? 0);
  return { floor, removed: await readRemoved(session) };
}

async function countFrom(session: Session, from: number): Promise<number> {
  const row = await session.get<{ readonly total: number }>(
    sql`select count(*) as total from events where seq >= ${from}`,
  );
  return row?.total ?? 0;
}
