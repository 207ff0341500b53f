import * as v from "valibot";
import { OPERATION_KINDS, OPERATION_STATES } from "../domain/operation.ts";
import type { ProblemCode } from "../domain/problem.ts";
import { PROBLEMS } from "../domain/problems.ts";

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const time = v.string();

/** Long work of the server, as it is or as it ended. */
export const operationSchema = v.object({
  id,
  kind: v.picklist(OPERATION_KINDS),
  state: v.picklist(OPERATION_STATES),
  /** `total` is null where nobody knows yet; `unit` is what is counted, which may change on the way. */
  progress: v.object({ done: v.number(), total: v.nullable(v.number()), unit: v.string() }),
  startedAt: time,
  endedAt: v.nullable(time),
  /** What came of it, such as the backup; null where it is not done. Of a bulk also what has come of it so far. */
  result: v.unknown(),
  /** Whether there is something of it to be taken back. */
  isUndoable: v.boolean(),
  /** Why it failed; null where it did not. */
  problem: v.nullable(
    v.object({ code: v.picklist(Object.keys(PROBLEMS) as ProblemCode[]), detail: v.string() }),
  ),
});
export type ShownOperation = Readonly<v.InferOutput<typeof operationSchema>>;

export const oneOperationSchema = v.object({ operation: operationSchema });
/** Newest first. */
export const operationsSchema = v.object({ operations: v.array(operationSchema) });
