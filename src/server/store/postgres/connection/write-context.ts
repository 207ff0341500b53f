import type { Session } from "./database.ts";

/** What a write is done with: a transaction under the lock of the log, which others wait for. */
export interface WriteContext extends Session {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}
