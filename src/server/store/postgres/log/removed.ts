import * as v from "valibot";
import { type Removed, removedSchema } from "../../../../protocol/page.ts";
import type { Session } from "../connection/database.ts";
import { noteFact, readFact } from "./facts.ts";

const REMOVED = "removed";

/** Amid the transaction that removes them. */
export async function noteRemoved(session: Session, removed: Removed): Promise<void> {
  await noteFact(session, REMOVED, JSON.stringify(removed));
}

/** When older alerts were removed last, which whoever comes to their end is told; null where none were ever. */
export async function readRemoved(session: Session): Promise<Removed | null> {
  const value = await readFact(session, REMOVED);
  return value === null ? null : v.parse(removedSchema, JSON.parse(value));
}
