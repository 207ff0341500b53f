import type { Tables } from "./database.ts";

/**
 * Takes steps within one transaction, which others cannot see and which no step may leave open: where
 * one throws, or the rest are not wanted any more, nothing of them is kept.
 */
export function* inTransaction<Step, T>(
  { $client: db }: Tables,
  steps: Generator<Step, T>,
): Generator<Step, T> {
  db.exec("begin immediate");
  try {
    const result = yield* steps;
    db.exec("commit");
    return result;
  } finally {
    // SQLite has ended it by itself where the disk was full.
    if (db.inTransaction) db.exec("rollback");
  }
}

/** Takes all the steps at once. */
export function finish<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
