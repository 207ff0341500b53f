import { desc, eq, lte, sql } from "drizzle-orm";
import { operations } from "../../../../../db/sqlite/schema.ts";
import type { Time } from "../../../../domain/alert.ts";
import type { Operation } from "../../../../domain/operation.ts";
import { type KeptOperation, MOST_OPERATIONS } from "../../operations.ts";
import type { By } from "../../people.ts";
import {
  backupNoted,
  INTERRUPTED,
  operationCancelled,
  operationStarted,
} from "../../engine/operations.ts";
import type { Tables } from "../file/database.ts";
import { prepareNote } from "../people/audit.ts";
import type { WriteContext } from "../writes.ts";

type Row = typeof operations.$inferSelect;

/** All that is read of operations; both cost what they return. */
export function prepareReadOperations(tables: Tables) {
  const newest = tables.select().from(operations).orderBy(desc(operations.id)).prepare();
  const one = tables
    .select()
    .from(operations)
    .where(eq(operations.id, sql.placeholder("id")))
    .prepare();
  return {
    all: (): KeptOperation[] => newest.all().map(keptOf),
    operation(id: number): KeptOperation | null {
      const row = one.get({ id });
      return row === undefined ? null : keptOf(row);
    },
  };
}

interface Begun {
  readonly operation: Operation;
  readonly by: By | null;
}

interface AsItIs {
  readonly id: number;
  readonly operation: Operation;
}

interface Cancelled {
  readonly id: number;
  readonly by: By;
}

interface OfBackup {
  readonly type: "backup-downloaded" | "backup-removed";
  readonly name: string;
  readonly by: By;
}

/** What may be written of operations, by name: each a part of the transaction that it is called in. */
export const OPERATION_WRITES = {
  beginOperation(writing: WriteContext) {
    const { tables } = writing;
    const note = prepareNote(writing);
    return ({ operation, by }: Begun): KeptOperation => {
      const row = tables.insert(operations).values(rowOf(operation)).returning().get();
      tables
        .delete(operations)
        .where(lte(operations.id, row.id - MOST_OPERATIONS))
        .run();
      const kept = keptOf(row);
      if (by !== null) note(operationStarted(kept, by));
      return kept;
    };
  },
  keepOperation({ tables }: WriteContext) {
    return ({ id, operation }: AsItIs): null => {
      tables.update(operations).set(rowOf(operation)).where(eq(operations.id, id)).run();
      return null;
    };
  },
  noteCancel(writing: WriteContext) {
    const note = prepareNote(writing);
    const { operation } = prepareReadOperations(writing.tables);
    return ({ id, by }: Cancelled): null => {
      note(operationCancelled(id, operation(id), by));
      return null;
    };
  },
  noteBackup(writing: WriteContext) {
    const note = prepareNote(writing);
    return ({ type, name, by }: OfBackup): null => {
      note(backupNoted(type, name, by));
      return null;
    };
  },
  interruptOperations({ tables }: WriteContext) {
    return (at: Time): null => {
      tables
        .update(operations)
        .set({ state: "failed", endedAt: at, problem: INTERRUPTED })
        .where(eq(operations.state, "running"))
        .run();
      return null;
    };
  },
};

function rowOf({ progress, ...operation }: Operation): Omit<Row, "id"> {
  const { kind, state, startedAt, endedAt, result, problem } = operation;
  return { kind, state, ...progress, startedAt, endedAt, result, problem };
}

function keptOf({ done, total, unit, ...row }: Row): KeptOperation {
  return { ...row, progress: { done, total, unit } };
}
