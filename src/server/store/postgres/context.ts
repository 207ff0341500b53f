import type { Database } from "./connection/database.ts";
import type { Writer } from "./log/writer.ts";

/** What everything that is kept in PostgreSQL is made with. */
export interface Context {
  /** For reads, whose connections are apart from those of writes. */
  readonly database: Database;
  /** For writes: each a part of a transaction under the lock of the log, and what it appends is told. */
  readonly write: Writer["write"];
  /** Told each time why PostgreSQL refuses to read. */
  readonly onUnreadable: (cause: string) => void;
}
