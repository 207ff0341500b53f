import { asc, eq, gt, sql } from "drizzle-orm";
import { alerts, counts, events, labels } from "../../../db/schema.ts";
import type { Alert } from "../../shared/alert.ts";
import { evolve } from "../../shared/event.ts";
import { readAlert } from "./alert-row.ts";
import type { Tables } from "./database.ts";
import { prepareProject } from "./project.ts";
import { upcast } from "./upcast.ts";

const CHUNK = 5_000;

/**
 * Makes every read model anew from the log, in one transaction, and says from how many events.
 * The server must not be running: it could not write meanwhile.
 */
export function rebuild(tables: Tables, progress: (seq: number) => void): number {
  return tables.$client
    .transaction(() => {
      empty(tables);
      return replay(tables, progress);
    })
    .immediate();
}

function empty(tables: Tables): void {
  tables.delete(alerts).run();
  tables.delete(labels).run();
  tables.delete(counts).run();
  tables.run(sql`insert into search (search) values ('delete-all')`);
}

function replay(tables: Tables, progress: (seq: number) => void): number {
  const project = prepareProject(tables);
  const byId = tables
    .select()
    .from(alerts)
    .where(eq(alerts.id, sql.placeholder("id")))
    .prepare();
  const next = tables
    .select()
    .from(events)
    .where(gt(events.seq, sql.placeholder("seq")))
    .orderBy(asc(events.seq))
    .limit(CHUNK)
    .prepare();
  let seq = 0;
  for (let chunk = next.all({ seq }); chunk.length > 0; chunk = next.all({ seq })) {
    for (const stored of chunk) {
      const row = byId.get({ id: stored.alertId });
      const before: Alert | null = row === undefined ? null : readAlert(row);
      const after = evolve(before, { ...stored, ...upcast(stored) });
      if (after === null) throw new Error(`The log has no AlertOpened before event ${stored.seq}.`);
      project({ before, after });
      seq = stored.seq;
    }
    progress(seq);
  }
  return seq;
}
