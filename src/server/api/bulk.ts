import "server-only";
import * as v from "valibot";
import { readFilter, resolveMe } from "../../domain/filter.ts";
import { actorOf, type Principal } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { readInput } from "../../protocol/input.ts";
import { oneOperationSchema } from "../../protocol/operations.ts";
import { Accepted } from "../http/accepted.ts";
import type { Route } from "../http/route.ts";
import type { Operations } from "../operations/operations.ts";
import type { Store } from "../store/store.ts";
import { type Act, ACTIONS, commandOf, execute, noteText, readAct, untilTime } from "./act.ts";
import { askedFilterSchema } from "./asked-filter.ts";
import { bulkSteps, type BulkWork } from "./bulk-steps.ts";
import { byOf } from "./by.ts";
import { shownOperation } from "./operations.ts";

export interface BulkParts {
  readonly store: Store;
  readonly operations: Operations;
  /** In ms since 1970. */
  readonly now: () => number;
}

/** The same done to many alerts: to those that are named at once, to all that match as an operation. */
export function bulkRoutes({ store, operations, now }: BulkParts): Route[] {
  return [
    {
      method: "POST",
      path: "/api/alerts/bulk",
      summary: "Do the same to many alerts: to some by ids, or to all that match a filter",
      need: "operate",
      body: bulkSchema,
      answer: resultsSchema,
      accepts: oneOperationSchema,
      handle: async ({ body, principal, address }) => {
        const input = readInput(bulkSchema, body);
        if (!input.ok) return input;
        const act = readAct(input.value, now());
        if (!act.ok) return act;
        const { ids, filter, upTo } = input.value;
        if (ids !== undefined && filter === undefined)
          return operateOn(store, act.value, ids, principal);
        if (ids !== undefined || filter === undefined || upTo === undefined)
          return fail("invalid-body", "ids: must be there, or else filter and upTo");
        const work: BulkWork = {
          filter: readFilter(resolveMe(filter, actorOf(principal))),
          upTo,
          act: act.value,
        };
        const steps = () => bulkSteps(store, work, principal);
        const started = await operations.start("bulk", steps, byOf(principal, address));
        if (!started.ok) return started;
        return ok(new Accepted({ operation: shownOperation(started.value.operation) }));
      },
    },
  ];
}

const MAX_IDS = 1_000;

const bulkSchema = v.object({
  action: v.picklist([...ACTIONS, "note"]),
  ids: v.optional(
    v.pipe(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
      v.maxLength(MAX_IDS, `must have at most ${MAX_IDS} ids`),
    ),
  ),
  /** Instead of ids: all that match it and had arrived by the event `upTo`. */
  filter: v.optional(askedFilterSchema),
  upTo: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** For a snooze. */
  until: v.optional(untilTime),
  note: v.optional(noteText),
});

const resultsSchema = v.object({
  results: v.array(
    v.object({
      id: v.number(),
      outcome: v.picklist(["done", "rejected"]),
      code: v.optional(v.string()),
    }),
  ),
});

/** Does it to all of them in one transaction; one that refuses spoils no other. */
async function operateOn(
  store: Store,
  act: Act,
  ids: readonly number[],
  principal: Principal,
): Promise<Result<v.InferOutput<typeof resultsSchema>>> {
  const commands = ids.map((id) => commandOf(act, id));
  const executed = await execute(store, commands, principal);
  if (!executed.ok) return executed;
  const results = executed.value.map((result, index) => {
    const id = ids[index] ?? 0;
    return result.ok
      ? { id, outcome: "done" as const }
      : { id, outcome: "rejected" as const, code: result.problem.code };
  });
  return ok({ results });
}
