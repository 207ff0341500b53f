import { sql } from "drizzle-orm";
import { meta, removals } from "../../../../../db/postgres/schema.ts";
import { webhooks } from "../../../../../db/postgres/webhooks.ts";
import type { Progress } from "../../../../domain/operation.ts";
import { LineFault } from "../../engine/log-text/lines.ts";
import type { Imported, ReadExport } from "../../engine/log-text/read-export.ts";
import { openTextFile, refuseMissing } from "../../engine/log-text/text-file.ts";
import { LogFault } from "../../engine/replay.ts";
import { alone } from "../connection/alone.ts";
import type { Session } from "../connection/database.ts";
import { newEpoch } from "../connection/migrate.ts";
import { refusalOf } from "../connection/refusal.ts";
import { FLOOR, noteFact, REACH } from "../log/facts.ts";
import { noteRemoved } from "../log/removed.ts";
import { rebuildWithin } from "../log/rebuild.ts";
import { writeLog } from "./write-log.ts";

export interface ImportOptions {
  /** The export. */
  readonly from: string;
  /** The address of the database. */
  readonly url: string;
}

/**
 * Brings an export into a database without alerts, whose users, keys and webhooks stay, in one transaction: whatever
 * ends it, all of it is there or nothing. Throws one line, which names that of the file where it is about one.
 */
export async function* importLog({ from, url }: ImportOptions): AsyncGenerator<Progress, Imported> {
  refuseMissing(from);
  try {
    return yield* alone(url, (session) => write(session, from));
  } catch (error) {
    if (refusalOf(error)?.code !== "store-full") throw error;
    throw new Error("Nothing is imported: there is no room left on the disk of the database.", {
      cause: error,
    });
  }
}

async function* write(session: Session, from: string): AsyncGenerator<Progress, Imported> {
  await refuseFilled(session);
  const file = openTextFile(from);
  try {
    const log = yield* writeLog(session, file.text, file.read);
    file.refuseRest(log);
    yield* makeModels(session);
    await settle(session, log);
    return { events: log.events, alerts: log.alerts };
  } finally {
    file.close();
  }
}

async function refuseFilled(session: Session): Promise<void> {
  const row = await session.get<{ readonly seq: number | null }>(
    sql`select max(seq) as seq from events`,
  );
  if (row?.seq != null)
    throw new Error(
      `The database has ${row.seq} events already: an import needs a database without any.`,
    );
}

/** What is wrong with the log is a fault of the line that the event stands in. */
async function* makeModels(session: Session): AsyncGenerator<Progress, void> {
  try {
    yield* rebuildWithin(session);
  } catch (error) {
    if (!(error instanceof LogFault)) throw error;
    const row = await session.get<{ readonly line: number }>(
      // The header stands in the first.
      sql`select 1 + count(*) as line from events where seq <= ${error.seq}`,
    );
    throw new LineFault(row?.line ?? 1, error.reason);
  }
}

/** Makes it a database of its own, of whose past nobody is told. */
async function settle(session: Session, { seq, floor, removed }: ReadExport): Promise<void> {
  // Whoever saw another database under this address starts over.
  await noteFact(session, "epoch", newEpoch());
  for (const key of [FLOOR, REACH]) await noteFact(session, key, String(floor));
  await session.run(sql`
    insert into ${removals} (seq, alert_id)
    select seq, alert_id from events where type = 'AlertForgotten'`);
  if (removed !== null) await noteRemoved(session, removed);
  await session.run(sql`update ${webhooks} set position = ${seq}`);
  await session.run(sql`update ${meta} set value = ${String(seq)} where key like 'position:%'`);
}
