import "server-only";
import * as v from "valibot";
import type { Act as Invertible } from "../../domain/act.ts";
import { exactTimeSchema } from "../../domain/event-data.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import type { KeptOperation } from "../store/operations.ts";
import type { Done } from "../store/store.ts";
import type { Act } from "./act.ts";

const seq = v.pipe(v.number(), v.integer(), v.minValue(1));

/** A stretch of the log, both ends in it, all of which one step of the operation has written. */
const spanSchema = v.object({ from: seq, to: seq });
export type Span = Readonly<v.InferOutput<typeof spanSchema>>;

const deedSchema = v.object({
  act: v.variant("action", [
    v.object({
      action: v.picklist([
        "acknowledge",
        "unacknowledge",
        "resolve",
        "reopen",
        "wake",
        "delete",
        "restore",
      ]),
    }),
    v.object({ action: v.literal("snooze"), until: exactTimeSchema }),
  ]),
  /** Of the log that the spans are of: an import puts another one in its place. */
  epoch: v.string(),
  /** Alerts that it has changed. */
  alerts: v.pipe(v.number(), v.integer(), v.minValue(0)),
  spans: v.array(spanSchema),
});

/** What a bulk has done and where the log tells of it, kept so that it can be taken back. */
export type Deed = Readonly<v.InferOutput<typeof deedSchema>>;

/** Nothing as yet; null where it can never be taken back. */
export function beginDeed(act: Act, epoch: string): Deed | null {
  const invertible = invertibleOf(act);
  return invertible && { act: invertible, epoch, alerts: 0, spans: [] };
}

/** What is written stays written. */
function invertibleOf(act: Act): Invertible | null {
  if (act.action === "note") return null;
  const { note: _, ...invertible } = act;
  return invertible;
}

/** With what one transaction has done: nothing else stands in the log between its events. */
export function withAnswers(deed: Deed, answers: readonly Result<Done>[]): Deed {
  const changed = answers.flatMap((answer) => {
    if (!answer.ok) return [];
    const { alert, events } = answer.value;
    return alert === null || events.length === 0 ? [] : [{ seq: alert.seq, count: events.length }];
  });
  const [first, last] = [changed[0], changed.at(-1)];
  if (first === undefined || last === undefined) return deed;
  const span = { from: first.seq - first.count + 1, to: last.seq };
  return { ...deed, alerts: deed.alerts + changed.length, spans: [...deed.spans, span] };
}

const undoableSchema = v.object({ deed: deedSchema });

const undoneSchema = v.object({ of: v.number() });

/** What there is to take back of an operation, which is one of all. `operation-not-undoable`. */
export function deedOf(
  { id, kind, state, result }: KeptOperation,
  all: readonly KeptOperation[],
): Result<Deed> {
  if (kind !== "bulk") return refused("Only what was done to all that match is taken back.");
  if (state === "running") return refused("It is under way still: cancel it first.");
  if (all.some((other) => hasUndone(other, id))) return refused("It was taken back already.");
  const parsed = v.safeParse(undoableSchema, result);
  return parsed.success && parsed.output.deed.alerts > 0
    ? ok(parsed.output.deed)
    : refused("It has changed nothing that can be.");
}

/** Whether it has come to its end as an undo of that one: what it has left alone has changed since. */
function hasUndone({ kind, state, result }: KeptOperation, id: number): boolean {
  if (kind !== "undo" || state !== "done") return false;
  const parsed = v.safeParse(undoneSchema, result);
  return parsed.success && parsed.output.of === id;
}

function refused(why: string): Result<never> {
  return fail("operation-not-undoable", why);
}

/** What others are told of a result: places in the log are of no use to them. */
export function withoutDeed(result: unknown): unknown {
  if (typeof result !== "object" || result === null || !("deed" in result)) return result;
  const { deed: _, ...told } = result;
  return told;
}
