import "server-only";
import { type Act, inverseOf } from "../../domain/act.ts";
import type { Time } from "../../domain/alert.ts";
import type { EventType } from "../../domain/event.ts";
import type { Steps } from "../../domain/operation.ts";
import type { Principal } from "../../domain/principal.ts";
import { fail, type Result } from "../../domain/problem.ts";
import {
  firstSeqOf,
  HISTORY_SIZE,
  MAX_HISTORY_SIZE,
  type HistoryEntry,
} from "../../protocol/history.ts";
import type { Done, Store } from "../store/store.ts";
import { valueOf } from "../store/refusal.ts";
import { commandOf, execute } from "./act.ts";
import type { Deed, Span } from "./bulk-deed.ts";
import { type BulkResult, NOTHING, resultOf, sumOf } from "./bulk-result.ts";

/** Events that are looked at in one go. */
const STRIDE = 500;
/** Times that an alert is tried whose source reports it again and again. */
const TRIES = 3;

/** What became of the alerts of a bulk that was taken back. */
export interface UndoResult extends BulkResult {
  /** The bulk's number. */
  readonly of: number;
}

export interface UndoParts {
  readonly store: Store;
  /** The bulk's number. */
  readonly of: number;
  readonly deed: Deed;
  /** Who takes it back. */
  readonly principal: Principal;
  /** In ms since 1970. */
  readonly now: () => number;
}

/**
 * Takes back what a bulk has done, alert by alert, in steps as large as its own were, and leaves alone what has
 * changed since. So it may be begun anew wherever it ended.
 */
export async function* undoSteps(parts: UndoParts): Steps<UndoResult> {
  const { deed, of } = parts;
  const progressOf = ({ done, rejected }: BulkResult) => {
    return { done: done + rejected, total: deed.alerts, unit: "alerts" };
  };
  let result = NOTHING;
  yield progressOf(result);
  for (const span of deed.spans) {
    const left = await leftBy(parts.store, span);
    const answers = await takeBack(left, parts);
    const ids = left.map(({ id }) => id);
    result = sumOf(result, resultOf(ids, answers));
    yield progressOf(result);
  }
  // The log does not tell any more which they were: they were removed for good.
  const gone = deed.alerts - result.done - result.rejected;
  return { ...result, of, rejected: result.rejected + gone };
}

/** An alert, and the first and the last event that the bulk has written of it. */
interface Left {
  readonly id: number;
  readonly first: number;
  readonly last: number;
}

async function leftBy(store: Store, { from, to }: Span): Promise<Left[]> {
  const left = new Map<number, Left>();
  for (let after = from - 1; after < to;) {
    const events = await store.eventsAfter(after, STRIDE);
    for (const { alertId: id, seq } of events) {
      if (seq <= to) left.set(id, { id, first: left.get(id)?.first ?? seq, last: seq });
    }
    after = events.at(-1)?.seq ?? to;
  }
  return [...left.values()];
}

/** The answers stand in the order of the alerts. */
async function takeBack(left: readonly Left[], parts: UndoParts): Promise<Result<Done>[]> {
  const { deed, store, principal, now } = parts;
  const inverses: (readonly Act[])[] = [];
  for (const one of left) {
    const until = endsSnooze(deed.act) ? await snoozedBefore(store, one) : null;
    inverses.push(inverseOf(until, deed.act, now()));
  }
  const answers: Result<Done>[] = left.map(() =>
    fail("operation-not-undoable", "Its snooze would be over."),
  );
  const standing = left.map(({ last }) => last);
  const longest = Math.max(0, ...inverses.map(({ length }) => length));
  for (let turn = 0; turn < longest; turn++) {
    let wanted = left.flatMap(({ id }, index) => {
      const act = inverses[index]?.[turn];
      if (act === undefined || (turn > 0 && answers[index]?.ok !== true)) return [];
      return [{ index, command: { ...commandOf(act, id), ifSeq: standing[index] ?? 0 } }];
    });
    for (let tries = 0; wanted.length > 0 && tries < TRIES; tries++) {
      const commands = wanted.map(({ command }) => command);
      const executed = valueOf(await execute(store, commands, principal));
      const again: typeof wanted = [];
      for (const [at, { index, command }] of wanted.entries()) {
        const answer = executed[at] ?? answers[index];
        if (answer === undefined) continue;
        answers[index] = answer;
        if (answer.ok) standing[index] = answer.value.alert?.seq ?? 0;
        else if (answer.problem.code === "alert-changed") {
          const ifSeq = await reportedSince(store, command.id, command.ifSeq);
          if (ifSeq !== null) again.push({ index, command: { ...command, ifSeq } });
        }
      }
      wanted = again;
    }
  }
  return answers;
}

/** The alert's last event where its source alone has told of it since that one, and nothing of where it stands; else null. */
async function reportedSince(store: Store, id: number, seq: number): Promise<number | null> {
  const { events, newer } = valueOf(
    await store.history(id, { type: "after", seq }, MAX_HISTORY_SIZE),
  );
  const isReported = newer === null && events.every(({ type }) => REPORTED.has(type));
  return isReported ? (events.at(-1)?.seq ?? null) : null;
}

const REPORTED: ReadonlySet<string> = new Set<EventType>([
  "AlertRepeated",
  "AlertRetitled",
  "AlertSeverityChanged",
  "AlertDescribed",
]);

/** Whether it depends on the snooze of before what takes it back. */
function endsSnooze({ action }: Act): boolean {
  return action === "snooze" || action === "wake" || action === "resolve";
}

/** Until when it was snoozed before; null where it was not. */
async function snoozedBefore(store: Store, { id, first }: Left): Promise<Time | null> {
  for (let seq = first; ;) {
    const { events, older } = valueOf(
      await store.history(id, { type: "before", seq }, HISTORY_SIZE),
    );
    const last = events.findLast(({ type }) => SNOOZE_EVENTS.has(type));
    if (last !== undefined) return untilOf(last);
    const [oldest] = events;
    if (older === null || oldest === undefined) return null;
    seq = firstSeqOf(oldest);
  }
}

const SNOOZE_EVENTS: ReadonlySet<string> = new Set<EventType>([
  "AlertSnoozed",
  "AlertWoken",
  "AlertResolved",
]);

function untilOf({ type, data }: HistoryEntry): Time | null {
  const { until } = data;
  return type === "AlertSnoozed" && typeof until === "string" ? until : null;
}
