import "server-only";
import * as v from "valibot";
import { type Outcome, OUTCOMES, outcomeOf } from "../../domain/outcome.ts";
import { fail, ok, type Problem, type Result } from "../../domain/problem.ts";
import type { Intake, Item } from "../ingest/intake.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import type { Refusals, Sender } from "../telemetry/refusals.ts";
import type { Done, Store } from "../store/store.ts";

/** What became of each alert of a body, in its order. */
export const receivedSchema = v.object({
  results: v.array(
    v.object({
      index: v.pipe(v.number(), v.integer(), v.minValue(0)),
      outcome: v.picklist(OUTCOMES),
      id: v.optional(v.number()),
      code: v.optional(v.string()),
      detail: v.optional(v.string()),
    }),
  ),
});
export type Received = v.InferOutput<typeof receivedSchema>;
type Receipt = Received["results"][number];

/**
 * Keeps the good alerts of a body, together in one transaction, and says what is wrong with the bad.
 * Where none is good, the body is refused: who looks at the status alone must notice, and trying
 * again is no use.
 */
export type Receive = (intake: Intake, sender: Sender) => Promise<Result<Received>>;

export function createReceive(store: Store, refusals: Refusals): Receive {
  return async ({ items }, sender) => {
    const commands = items.flatMap((item) =>
      item.ok ? [{ type: "Report" as const, report: item.report }] : [],
    );
    const executed = await store.execute(commands, null);
    if (!executed.ok) return executed;
    const done = executed.value.values();
    const results = items.map((item, index) => receiptOf(index, item, done));
    for (const { outcome } of results) publishFact(CHANNELS.report, { outcome });
    const refused = results.filter(isRejected);
    for (const { code, detail } of refused) refusals.tell({ code, detail }, sender);
    const [first] = refused;
    return first !== undefined && refused.length === results.length
      ? nothingKept(first.detail, results)
      : ok({ results });
  };
}

/** Takes the next result where the item was one of those that were executed. */
function receiptOf(index: number, item: Item, done: Iterator<Result<Done>>): Receipt {
  if (!item.ok) return rejected(index, item.problem);
  const next = done.next();
  if (next.done) throw new Error("The store left a command unanswered.");
  const result = next.value;
  if (!result.ok) return rejected(index, result.problem);
  const { alert, events } = result.value;
  const outcome: Outcome = outcomeOf(events);
  return { index, outcome, ...(alert === null ? {} : { id: alert.id }) };
}

type Rejected = Receipt & Problem & { readonly outcome: "rejected" };

function isRejected(receipt: Receipt): receipt is Rejected {
  return receipt.outcome === "rejected";
}

function rejected(index: number, { code, detail }: Problem): Rejected {
  return { index, outcome: "rejected", code, detail };
}

function nothingKept(detail: string, results: Received["results"]): Result<never> {
  const { problem } = fail("nothing-kept", detail);
  return { ok: false, problem: { ...problem, more: { results } } };
}
