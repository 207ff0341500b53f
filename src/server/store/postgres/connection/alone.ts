import { sql } from "drizzle-orm";
import type { Session } from "./database.ts";
import { DUTY_KEY, LOCK_LOG } from "./lock.ts";
import { openPatient, type Patient } from "./patient.ts";
import { prepare } from "./prepare.ts";
import { createPrimary } from "./primary.ts";

/**
 * Does some work on a database on which no node runs, in one transaction: whatever ends it, there is all of it or nothing.
 * Of nodes there is always one on duty, so whoever gets that is alone. One that starts meanwhile waits until it ends, as
 * it would for another that makes the tables. Throws one line where one runs, or the database is too new.
 */
export async function* alone<Step, T>(
  url: string,
  work: (session: Session) => AsyncGenerator<Step, T>,
): AsyncGenerator<Step, T> {
  const patient = await openPatient(url);
  try {
    await refuseNodes(patient);
    await prepare(createPrimary(url));
    await patient.run(sql`begin`);
    await patient.run(LOCK_LOG);
    const result = yield* work(patient);
    await patient.run(sql`commit`);
    return result;
  } finally {
    // What is not committed ends with it.
    await patient.close();
  }
}

async function refuseNodes(patient: Patient): Promise<void> {
  const row = await patient.get<{ readonly taken: boolean }>(
    sql.raw(`select pg_try_advisory_lock(${DUTY_KEY}) as taken`),
  );
  if (row?.taken !== true)
    throw new Error("Tocsin is running on this database: stop all its nodes first.");
}
