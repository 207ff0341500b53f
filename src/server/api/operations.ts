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
import type { Store } from "../store/store.ts";
import { deedOf, withoutDeed } from "./bulk-deed.ts";
import { byOf } from "./by.ts";
import { undoSteps } from "./undo-steps.ts";

export interface OperationParts {
  readonly operations: Operations;
  readonly store: Store;
  /** In ms since 1970. */
  readonly now: () => number;
}

/** Long work: what there is, how far it is, and its end. */
export function operationRoutes({ operations, store, now }: OperationParts): Route[] {
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
      handle: async ({ id, principal }) => {
        const found = await operationFor(principal, id);
        if (!found.ok) return found;
        return ok({ operation: shownOperation(found.value, await operations.all()) });
      },
    },
    {
      method: "POST",
      path: "/api/operations/:id/cancel",
      summary:
        "End an operation after the step that it is at; what it has done is undone, but for a bulk, an undo and what a purge has removed",
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
    {
      method: "POST",
      path: "/api/operations/:id/undo",
      summary:
        "Take back what a bulk has done, but for alerts that have changed since: an operation of its own",
      need: "operate",
      answer: oneOperationSchema,
      status: 202,
      handle: async ({ id, principal, address }) => {
        const found = await operationFor(principal, id);
        if (!found.ok) return found;
        const deed = deedOf(found.value, await operations.all());
        if (!deed.ok) return deed;
        if (deed.value.epoch !== store.head().epoch)
          return fail("operation-not-undoable", "The database was replaced since.");
        const steps = () => undoSteps({ store, of: id, deed: deed.value, principal, now });
        const started = await operations.start("undo", steps, byOf(principal, address));
        return started.ok ? shownResult(ok(started.value.operation)) : started;
      },
    },
  ];

  /** Of what is done to alerts operators are told, of the rest admins alone. */
  async function operationFor(principal: Principal, id: number): Promise<Result<KeptOperation>> {
    const found = await operations.operation(id);
    if (!found.ok || isOperators(found.value) || may(principal, "admin")) return found;
    return fail("not-allowed", "This needs admin.");
  }
}

/** Whether it is done to alerts. */
function isOperators({ kind }: KeptOperation): boolean {
  return kind === "bulk" || kind === "undo";
}

/** Newest first. */
export async function shownOperations(operations: Operations): Promise<ShownOperation[]> {
  const all = await operations.all();
  return all.map((operation) => shownOperation(operation, all));
}

function shownResult(
  result: Result<KeptOperation>,
): Result<{ readonly operation: ShownOperation }> {
  return result.ok ? ok({ operation: shownOperation(result.value) }) : result;
}

/** What admins see of an operation, which is one of all: one that has just begun needs none of the others. */
export function shownOperation(
  operation: KeptOperation,
  all: readonly KeptOperation[] = [],
): ShownOperation {
  const { id, kind, state, progress, startedAt, endedAt, result, problem } = operation;
  const told = problem === null ? null : { code: problem.code, detail: problem.detail };
  return {
    id,
    kind,
    state,
    progress,
    startedAt,
    endedAt,
    result: withoutDeed(result),
    isUndoable: deedOf(operation, all).ok,
    problem: told,
  };
}
