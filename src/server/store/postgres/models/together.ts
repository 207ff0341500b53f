import { type SQL, sql } from "drizzle-orm";

/**
 * Statements that write as one, since each answer that is waited for takes longer than what it is about: none, or one. They
 * are done in no order: none may write what another writes or looks at.
 */
export function together(statements: readonly SQL[]): SQL[] {
  if (statements.length < 2) return [...statements];
  const named = statements.map(
    (statement, index) => sql`${sql.raw(`w${index}`)} as (${statement})`,
  );
  return [sql`with ${sql.join(named, sql`, `)} select`];
}
