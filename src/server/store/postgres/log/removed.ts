import type { Removed } from "../../../../protocol/page.ts";
import type { Session } from "../connection/database.ts";
import { noteFact } from "./facts.ts";

/** Under which name it is kept when older alerts were removed last. */
export const REMOVED = "removed";

/** Amid the transaction that removes them. */
export async function noteRemoved(session: Session, removed: Removed): Promise<void> {
  await noteFact(session, REMOVED, JSON.stringify(removed));
}
