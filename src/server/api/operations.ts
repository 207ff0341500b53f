import "server-only";
import { may, type Principal } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
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
      handle: async () => ok({ operations: await shownOperations(operations) }),
    },
    {
      method: "GET",
      path: "/api/operations/:id",
      summary: "One operation, and how far it is; operators may ask for what they do in bulk",
      need: "operate",
      answer: oneOperationSchema,
      handle: async ({ id, principal }) => shownResult(await operationFor(principal, id)),
    },
    {
      method: "POST",
      path: "/api/operations/:id/cancel",
      summary:
        "End an operation after the step that it is at; what it has done is undone, but for a bulk and what a purge has removed",
      need: "operate",
      answer: oneOperationSchema,
      status: 202,
      handle: async ({ id, principal, address }) => {
        const found = await operationFor(principal, id);
        return shownResult(
          found.ok ? await operations.cancel(id, byOf(principal, address)) : found,
        );
      },
    },
  ];

  /** Of what is done to alerts operators are told, of the rest admins alone. */
  async function operationFor(principal: Principal, id: number): Promise<Result<KeptOperation>> {
    const found = await operations.operation(id);
    if (!found.ok || found.value.kind === "bulk" || may(principal, "admin")) return found;
    return fail("not-allowed", "This needs admin.");
  }
}

/** Newest first. */
export async function shownOperations(operations: Operations): Promise<ShownOperation[]> {
  return (await operations.all()).map(shownOperation);
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
