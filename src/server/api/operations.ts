import "server-only";
import { ok, type Result } from "../../domain/problem.ts";
import {
  oneOperationSchema,
  operationsSchema,
  type ShownOperation,
} from "../../protocol/operations.ts";
import type { Route } from "../http/route.ts";
import type { Operations } from "../operations/operations.ts";
import type { KeptOperation } from "../store/operations.ts";
import { byOf } from "./by.ts";

export interface OperationParts {
  readonly operations: Operations;
}

/** Long work: what there is, how far it is, and its end. */
export function operationRoutes({ operations }: OperationParts): Route[] {
  return [
    {
      method: "GET",
      path: "/api/operations",
      summary: "The last operations, newest first",
      need: "admin",
      answer: operationsSchema,
      handle: async () => ok({ operations: (await operations.all()).map(shownOperation) }),
    },
    {
      method: "GET",
      path: "/api/operations/:id",
      summary: "One operation, and how far it is",
      need: "admin",
      answer: oneOperationSchema,
      handle: async ({ id }) => shownResult(await operations.operation(id)),
    },
    {
      method: "POST",
      path: "/api/operations/:id/cancel",
      summary: "End an operation after the step that it is at; what it has done is undone",
      need: "admin",
      answer: oneOperationSchema,
      status: 202,
      handle: async ({ id, principal, address }) =>
        shownResult(await operations.cancel(id, byOf(principal, address))),
    },
  ];
}

function shownResult(
  result: Result<KeptOperation>,
): Result<{ readonly operation: ShownOperation }> {
  return result.ok ? ok({ operation: shownOperation(result.value) }) : result;
}

/** What admins see of an operation. */
export function shownOperation({ problem, ...operation }: KeptOperation): ShownOperation {
  const { id, kind, state, progress, startedAt, endedAt, result } = operation;
  const told = problem === null ? null : { code: problem.code, detail: problem.detail };
  return { id, kind, state, progress, startedAt, endedAt, result, problem: told };
}
