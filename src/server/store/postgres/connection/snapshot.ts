import { sql } from "drizzle-orm";
import type { Session } from "./database.ts";
import { openPatient } from "./patient.ts";
import { causeOf, refusalOf } from "./refusal.ts";
import { Refusal } from "../../refusal.ts";

/**
 * Reads as the database was at one moment, for as long as it takes, beside all who write. What is overwritten or removed
 * meanwhile takes room until it ends. What is the database's fault is a {@link Refusal}.
 */
export async function* snapshot<Step, T>(
  url: string,
  read: (session: Session) => AsyncGenerator<Step, T>,
): AsyncGenerator<Step, T> {
  const patient = await openPatient(url);
  try {
    await patient.run(sql`begin isolation level repeatable read read only`);
    return yield* read(patient);
  } catch (error) {
    const problem = refusalOf(error);
    if (problem === null) throw error;
    throw new Refusal({ problem, cause: causeOf(error) });
  } finally {
    // The transaction ends with it.
    await patient.close();
  }
}
