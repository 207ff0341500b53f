import { ok, type Result } from "../../../../domain/problem.ts";
import type { Done, Purge } from "../../store.ts";
import type { By } from "../../people.ts";
import { prepareRemoved } from "../log/removed.ts";
import { prepareNote } from "../people/audit.ts";
import { prepareNoteRemnants } from "./merge-search.ts";
import type { WriteContext } from "../writes.ts";

interface Forget {
  readonly id: number;
  readonly by: By;
}

/** What removes alerts for good, by name: each a part of the transaction that it is called in. */
export const RETENTION_WRITES = {
  purge({ tables, log }: WriteContext) {
    const removed = prepareRemoved(tables);
    return ({ ids, horizon, at, kept, actor }: Purge): number => {
      const commands = ids.map((id) => ({ type: "Purge" as const, id, horizon }));
      const count = log.append({ commands, actor }).filter(isRemoval).length;
      if (count > 0 && horizon.of === "resolved") removed.note({ at, kept });
      return count;
    };
  },
  forget(writing: WriteContext) {
    const note = prepareNote(writing);
    const noteRemnants = prepareNoteRemnants(writing.tables);
    const { $client: db } = writing.tables;
    return ({ id, by }: Forget): Result<null> => {
      // What somebody wants to be gone is overwritten in the file, which costs too much for many.
      db.pragma("secure_delete = ON");
      try {
        const { log } = writing;
        const [done] = log.append({ commands: [{ type: "Forget", id }], actor: by.actor });
        if (done?.ok === false) return done;
        noteRemnants();
        note({ type: "alert-forgotten", on: `alert:${id}`, detail: { alert: id }, ...by });
        return ok(null);
      } finally {
        db.pragma("secure_delete = OFF");
      }
    };
  },
};

function isRemoval(done: Result<Done>): boolean {
  return done.ok && done.value.events.includes("AlertForgotten");
}
