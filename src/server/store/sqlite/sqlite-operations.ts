import type { Operations } from "../operations.ts";
import type { Tables } from "./file/database.ts";
import { refusing } from "./file/refusal.ts";
import { prepareReadOperations } from "./operations/operations.ts";
import type { Writer } from "./threads/writer.ts";

export interface SqliteOperationsOptions {
  /** A connection to read with. */
  readonly tables: Tables;
  /** Does a write in a transaction, wherever that is. */
  readonly write: Writer["write"];
  /** Told each time why SQLite refuses to read. */
  readonly onUnreadable: (cause: string) => void;
}

/** The list of operations in one SQLite file; whoever opened that closes it. */
export function createSqliteOperations({
  tables,
  write,
  onUnreadable,
}: SqliteOperationsOptions): Operations {
  const reads = prepareReadOperations(tables);
  const all = refusing(reads.all, onUnreadable);
  const operation = refusing(reads.operation, onUnreadable);
  return {
    all: async () => all(),
    operation: async (id) => operation(id),
    begin: (operation, by) => write("beginOperation", { operation, by }),
    keep: (id, operation) => write("keepOperation", { id, operation }),
    end: (id, operation) => write("keepOperation", { id, operation }),
    noteCancel: (id, by) => write("noteCancel", { id, by }),
    noteBackup: (type, name, by) => write("noteBackup", { type, name, by }),
    interrupt: (at) => write("interruptOperations", at),
  };
}
