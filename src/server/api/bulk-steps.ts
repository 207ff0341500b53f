import "server-only";
import type { Filter } from "../../domain/filter.ts";
import type { OperatorCommand } from "../../domain/command.ts";
import type { Steps } from "../../domain/operation.ts";
import type { Principal } from "../../domain/principal.ts";
import type { ProblemCode, Result } from "../../domain/problem.ts";
import { type Ids, MAX_IDS } from "../../protocol/page.ts";
import { Refusal } from "../store/refusal.ts";
import type { Store } from "../store/store.ts";
import { execute } from "./act.ts";

/** Alerts that are acted on in one transaction: posts wait for it. */
const STEP = 500;
/** Refusals that are listed; what is more is counted. */
const MOST_LISTED = 1_000;
/** Events that are looked at in one go. */
const STRIDE = 500;

/** What became of them all. */
export interface BulkResult {
  readonly done: number;
  readonly rejected: number;
  /** The first thousand of those that refused. */
  readonly rejections: readonly { readonly id: number; readonly code: ProblemCode }[];
}

/** What is to be done, and to which alerts: those of the filter that had arrived by the event `upTo`. */
export interface BulkWork {
  readonly filter: Filter;
  readonly upTo: number;
  readonly commandFor: (id: number) => OperatorCommand;
}

/** Finds the alerts first, so that nothing that comes to match meanwhile is caught, then acts on them. */
export async function* bulkSteps(
  store: Store,
  { filter, upTo, commandFor }: BulkWork,
  principal: Principal,
): Steps<BulkResult> {
  const ids: number[] = [];
  const end = await firstArrivedAfter(store, upTo);
  for (let after = 0; after < end;) {
    const found: Ids = valueOf(await store.ids(filter, after, MAX_IDS));
    ids.push(...found.ids.filter((id) => id < end).reverse());
    const [highest] = found.ids;
    after = found.newer === null || highest === undefined ? Infinity : highest;
    yield { done: 0, total: null, unit: "alerts" };
  }
  let result: BulkResult = { done: 0, rejected: 0, rejections: [] };
  for (let from = 0; from < ids.length; from += STEP) {
    const step = ids.slice(from, from + STEP);
    const answers = valueOf(await execute(store, step.map(commandFor), principal));
    result = withAnswers(result, step, answers);
    yield { done: result.done + result.rejected, total: ids.length, unit: "alerts" };
  }
  return result;
}

/** The first alert that was opened after that event; ids are given in the order of arrival. */
async function firstArrivedAfter(store: Store, upTo: number): Promise<number> {
  for (let seq = upTo; ;) {
    const events = await store.eventsAfter(seq, STRIDE);
    const opening = events.find(({ type }) => type === "AlertOpened");
    const last = events.at(-1);
    if (opening !== undefined) return opening.alertId;
    if (last === undefined) return Infinity;
    seq = last.seq;
  }
}

function withAnswers(
  { done, rejected, rejections }: BulkResult,
  ids: readonly number[],
  answers: readonly Result<unknown>[],
): BulkResult {
  const refused = answers.flatMap((answer, index) =>
    answer.ok ? [] : [{ id: ids[index] ?? 0, code: answer.problem.code }],
  );
  return {
    done: done + answers.length - refused.length,
    rejected: rejected + refused.length,
    rejections: [...rejections, ...refused].slice(0, MOST_LISTED),
  };
}

/** What cannot be read or written ends the work. */
function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { problem } = result;
  throw new Refusal({ problem, cause: problem.detail });
}
