import { sql } from "drizzle-orm";
import type { Session } from "./database.ts";
import { openPatient } from "./patient.ts";
import { asRefusal } from "./refusal.ts";

/**
 * Reads as the database was at one moment, for as long as it takes, beside all who write. What is overwritten or removed
 * meanwhile takes room until it ends. What is the database's fault is a Refusal.
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
    throw asRefusal(error);
  } finally {
    // The transaction ends with it.
    await patient.close();
  }
}
