import { type SQL, sql } from "drizzle-orm";
import type { Session } from "../connection/database.ts";

/**
 * Sends statements that write as one, since each answer that is waited for takes longer than what it is about. They are
 * done in no order: none may write what another writes or looks at.
 */
export async function runTogether(session: Session, statements: readonly SQL[]): Promise<void> {
  const [first, ...more] = statements;
  if (first === undefined) return;
  if (more.length === 0) return session.run(first);
  const named = statements.map(
    (statement, index) => sql`${sql.raw(`w${index}`)} as (${statement})`,
  );
  await session.run(sql`with ${sql.join(named, sql`, `)} select`);
}
