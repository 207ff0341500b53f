import type { Operations } from "../operations.ts";
import { backupNoted } from "../engine/operations.ts";
import type { Presence } from "./connection/presence.ts";
import { refusing } from "./connection/refusal.ts";
import type { Context } from "./context.ts";
import {
  beginOperation,
  interruptOperations,
  keepOperation,
  noteCancel,
  presenceOf,
  readOperation,
  readOperations,
} from "./operations/operations.ts";
import { note } from "./people/audit.ts";

/** The list of operations in a database. `presence` tells other nodes which of those that are running this one runs. */
export function createPostgresOperations(
  { database, write, onUnreadable }: Context,
  presence: Presence,
): Operations {
  return {
    all: refusing(() => readOperations(database), onUnreadable),
    operation: refusing((id: number) => readOperation(database, id), onUnreadable),
    async begin(operation, by) {
      const begun = await write((writing) => beginOperation(writing, operation, by));
      if (begun.ok) await presence.hold(presenceOf(begun.value.id));
      return begun;
    },
    keep: (id, operation) => write((writing) => keepOperation(writing, id, operation)),
    async end(id, ended) {
      const noted = await write((writing) => keepOperation(writing, id, ended));
      if (noted.ok) await presence.release(presenceOf(id));
      return noted;
    },
    noteCancel: (id, by) => write((writing) => noteCancel(writing, id, by)),
    noteBackup: (type, name, by) =>
      write(async (writing) => {
        await note(writing, backupNoted(type, name, by));
        return null;
      }),
    interrupt: (at) => write((writing) => interruptOperations(writing, at)),
  };
}
