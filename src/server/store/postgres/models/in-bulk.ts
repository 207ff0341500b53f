import { type SQL, sql } from "drizzle-orm";
import { alerts, counts, labels, pulses, texts } from "../../../../../db/postgres/schema.ts";
import { LogFault } from "../../engine/replay.ts";
import type { Session } from "../connection/database.ts";
import { createOverlap } from "../connection/overlap.ts";
import { counting } from "./counts.ts";
import { dropIndexes } from "./indexes.ts";
import { insertionsBesideSearch, type Kept, searchRow } from "./project.ts";
import { createFiller, dropPartitions } from "./search-texts.ts";
import { together } from "./together.ts";

/** Those with many indexes, and those whose rows come in another order than their keys. */
const INDEXED = [alerts, pulses, labels];

/**
 * Empties all read models to make them anew, in one transaction: alerts are written in the order of their ids, and
 * indexes made of all of them at once.
 */
export async function beginBulk(session: Session) {
  const tables = [alerts, pulses, texts, labels, counts].map((table): SQL => sql`${table}`);
  await session.run(sql`truncate ${sql.join(tables, sql`, `)}`);
  await dropPartitions(session);
  const makeIndexes = await dropIndexes(session, INDEXED);
  const search = createFiller(session);
  const overlap = createOverlap();

  async function write(kept: readonly Kept[]): Promise<void> {
    if (kept.length === 0) return;
    const outcomes = kept.map((after) => ({ id: after.alert.id, before: null, after }));
    const beside = together([...insertionsBesideSearch(kept), ...counting(outcomes).add]);
    const searched = kept.map(({ alert }) => searchRow(alert));
    await overlap.begin(async () => {
      await Promise.all([...beside.map(session.run), search.add(searched)]);
    });
  }

  /** Throws a {@link LogFault} where two of one identity are open. */
  async function end(): Promise<void> {
    await overlap.end();
    await refuseTwins(session);
    await makeIndexes();
    const last = await session.get<{ readonly id: number }>(
      sql`select coalesce(max(alert_id), 0) as id from events`,
    );
    await search.end(last?.id ?? 0);
    await session.run(sql`analyze ${sql.join(tables, sql`, `)}, search_texts`);
  }

  return { write, end };
}

async function refuseTwins(session: Session): Promise<void> {
  const twin = await session.get<{ readonly seq: number }>(sql`
    select max(p.seq) as seq from alerts a join pulses p on p.alert_id = a.id
    where a.identity is not null and a.status <> 'resolved'
    group by a.identity having count(*) > 1 order by 1 limit 1`);
  if (twin !== undefined)
    throw new LogFault(twin.seq, "another alert of its source, fingerprint and labels is open");
}
