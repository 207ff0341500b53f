import "server-only";
import type { Filter } from "../../domain/filter.ts";
import type { Steps } from "../../domain/operation.ts";
import type { Principal } from "../../domain/principal.ts";
import { type Ids, MAX_IDS } from "../../protocol/page.ts";
import { valueOf } from "../store/refusal.ts";
import type { Store } from "../store/store.ts";
import { type Act, commandOf, execute } from "./act.ts";
import { beginDeed, type Deed, withAnswers } from "./bulk-deed.ts";
import { type BulkResult, NOTHING, resultOf, sumOf } from "./bulk-result.ts";

/** Alerts that are acted on in one transaction: posts wait for it. */
const STEP = 500;
/** Events that are looked at in one go. */
const STRIDE = 500;

/** What became of them all, and what takes it back. */
export interface BulkOutcome extends BulkResult {
  readonly deed: Deed | null;
}

/** What is to be done, and to which alerts: those of the filter that had arrived by the event `upTo`. */
export interface BulkWork {
  readonly filter: Filter;
  readonly upTo: number;
  readonly act: Act;
}

/** Finds the alerts first, so that nothing that comes to match meanwhile is caught, then acts on them. */
export async function* bulkSteps(
  store: Store,
  { filter, upTo, act }: BulkWork,
  principal: Principal,
): Steps<BulkOutcome, BulkOutcome> {
  const ids: number[] = [];
  const end = await firstArrivedAfter(store, upTo);
  for (let after = 0; after < end;) {
    const found: Ids = valueOf(await store.ids(filter, after, MAX_IDS));
    ids.push(...found.ids.filter((id) => id < end).reverse());
    const [highest] = found.ids;
    after = found.newer === null || highest === undefined ? Infinity : highest;
    yield { done: 0, total: null, unit: "alerts" };
  }
  let result: BulkOutcome = { ...NOTHING, deed: beginDeed(act, store.head().epoch) };
  for (let from = 0; from < ids.length; from += STEP) {
    const step = ids.slice(from, from + STEP);
    const commands = step.map((id) => commandOf(act, id));
    const answers = valueOf(await execute(store, commands, principal));
    const deed = result.deed && withAnswers(result.deed, answers);
    result = { ...sumOf(result, resultOf(step, answers)), deed };
    const done = result.done + result.rejected;
    yield { done, total: ids.length, unit: "alerts", result };
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
