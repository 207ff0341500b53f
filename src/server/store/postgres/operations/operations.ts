import { sql } from "drizzle-orm";
import { operations } from "../../../../../db/postgres/schema.ts";
import type { Time } from "../../../../domain/alert.ts";
import type { Operation, OperationKind, OperationState } from "../../../../domain/operation.ts";
import type { Problem } from "../../../../domain/problem.ts";
import { type KeptOperation, MOST_OPERATIONS } from "../../operations.ts";
import type { By } from "../../people.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { INTERRUPTED, operationCancelled, operationStarted } from "../../engine/operations.ts";
import type { Session } from "../connection/database.ts";
import { isPresent } from "../connection/presence.ts";
import type { WriteContext } from "../connection/write-context.ts";
import { note } from "../people/audit.ts";

interface OperationRow {
  readonly id: number;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly result: unknown;
  readonly problem: Problem | null;
}

/** Newest first. */
export async function readOperations(session: Session): Promise<KeptOperation[]> {
  const rows = await session.all<OperationRow>(sql`select * from ${operations} order by id desc`);
  return rows.map(keptOf);
}

export async function readOperation(session: Session, id: number): Promise<KeptOperation | null> {
  const row = await session.get<OperationRow>(sql`select * from ${operations} where id = ${id}`);
  return row === undefined ? null : keptOf(row);
}

export async function beginOperation(
  writing: WriteContext,
  operation: Operation,
  by: By | null,
): Promise<KeptOperation> {
  const { kind, state, progress, startedAt } = operation;
  const row = await writing.get<OperationRow>(sql`
    insert into ${operations} (kind, state, done, total, unit, started_at)
    values (${kind}, ${state}, ${progress.done}, ${progress.total}, ${progress.unit}, ${Date.parse(startedAt)})
    returning *`);
  if (row === undefined) throw new Error("The operation got no number.");
  // What was tried in vain has used up numbers.
  await writing.run(sql`
    delete from ${operations}
    where id <= (select id from ${operations} order by id desc limit 1 offset ${MOST_OPERATIONS})`);
  const kept = keptOf(row);
  if (by !== null) await note(writing, operationStarted(kept, by));
  return kept;
}

export async function keepOperation(
  writing: WriteContext,
  id: number,
  { state, progress, endedAt, result, problem }: Operation,
): Promise<null> {
  await writing.run(sql`
    update ${operations} set state = ${state}, done = ${progress.done}, total = ${progress.total},
      unit = ${progress.unit}, ended_at = ${endedAt && Date.parse(endedAt)},
      result = ${json(result)}, problem = ${json(problem)}
    where id = ${id}`);
  return null;
}

export async function noteCancel(writing: WriteContext, id: number, by: By): Promise<null> {
  await note(writing, operationCancelled(id, await readOperation(writing, id), by));
  return null;
}

/** Ends those that are running of which no process says that it runs them. */
export async function interruptOperations(writing: WriteContext, at: Time): Promise<null> {
  const running = await writing.all<{ readonly id: number }>(
    sql`select id from ${operations} where state = 'running'`,
  );
  for (const { id } of running) {
    if (await isPresent(writing, presenceOf(id))) continue;
    await writing.run(sql`
      update ${operations} set state = 'failed', ended_at = ${Date.parse(at)}, problem = ${json(INTERRUPTED)}
      where id = ${id}`);
  }
  return null;
}

/** What the process that runs an operation says of itself. */
export function presenceOf(id: number): string {
  return `operation ${id}`;
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function keptOf(row: OperationRow): KeptOperation {
  const { id, kind, state, done, total, unit, result, problem } = row;
  return {
    id,
    kind,
    state,
    progress: { done, total, unit },
    startedAt: isoTime(row.started_at),
    endedAt: row.ended_at === null ? null : isoTime(row.ended_at),
    result,
    problem,
  };
}
