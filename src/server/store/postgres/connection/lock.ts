import { sql } from "drizzle-orm";

/** Tells the locks of Tocsin from those of others in the database. */
const OURS = 0x70c51;

/** What is held by the node that does what one alone may do, as SQL has it. */
export const DUTY_KEY = `${OURS}, hashtext('duty ' || current_schema())`;

/**
 * Waits until nobody else writes to the log, until the end of the transaction: one commit follows the other, so that
 * what is numbered under it is seen in its order. Where that takes too long, it throws `55P03`.
 */
export const LOCK_LOG = sql.raw(
  `select pg_advisory_xact_lock(${OURS}, hashtext(current_schema()))`,
);
