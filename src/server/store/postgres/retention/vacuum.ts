import { ok, type Result } from "../../../../domain/problem.ts";
import type { Vacuumed } from "../../store.ts";
import type { Database } from "../connection/database.ts";
import { refusalOf } from "../connection/refusal.ts";
import { dropPartition, emptiedPartitions } from "../models/search-texts.ts";

/** Of PostgreSQL (`block_size`), unless somebody has built another. */
const PAGE_BYTES = 8_192;

/**
 * Hands back the room of the oldest part of the search in which no alert is left. All else PostgreSQL uses again by itself.
 * Where somebody reads for long, it is left for the next purge.
 */
export async function vacuum(database: Database): Promise<Result<Vacuumed>> {
  const [first, ...others] = await emptiedPartitions(database);
  if (first === undefined) return NOTHING;
  try {
    await database.transact((session) => dropPartition(session, first));
  } catch (error) {
    if (refusalOf(error)?.code !== "store-busy") throw error;
    return NOTHING;
  }
  const left = others.reduce((sum, { bytes }) => sum + pagesOf(bytes), 0);
  return ok({ handedBack: pagesOf(first.bytes), left, pageBytes: PAGE_BYTES });
}

const NOTHING = ok({ handedBack: 0, left: 0, pageBytes: PAGE_BYTES });

function pagesOf(bytes: number): number {
  return Math.ceil(bytes / PAGE_BYTES);
}
