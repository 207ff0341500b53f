import type { Alert } from "../../domain/alert.ts";
import { hasPattern, matches } from "../../domain/filter.ts";
import {
  apply,
  canEnter,
  enter,
  HELD_IDS,
  reachesHead,
  type Update,
  walkOn,
} from "../window/window.ts";
import { type FeedEffect, type FeedEvent, show, type Stance, type Step } from "./feed-event.ts";
import { type FeedState, filterOf, type ReadName } from "./feed-state.ts";
import { arrive, go, goToOldest, jump, reset, visit } from "./landings.ts";
import { growBy, near, nearNewEnd } from "./paging.ts";
import { done, heard, refused } from "./pending.ts";
import { see } from "./told.ts";

/** Of more arrivals than these at once (a screenful) each is as new as the others: none is marked. */
export const MOST_MARKED = 12;

/** What the feed becomes by an event, and what is to be done about it, in order. */
export function reduce(state: FeedState, event: FeedEvent): Step {
  switch (event.type) {
    case "updated":
      return takeAll(state, event.updates, event.at);
    case "expected":
      return show({ ...state, pending: [...state.pending, event.pending] });
    case "refused":
      return show({ ...state, pending: refused(state.pending, event.pending) });
    case "settled":
      return settle(state, event);
    case "brought":
      return bring(state);
    case "met":
      return meet(state);
    case "pause-toggled":
      return togglePause(state, event.isAtTop);
    case "looked":
      return state.window.held.size > 0 && mayEnter(state, event.at) ? bring(state) : [state, []];
    case "neared":
      return near(state, event.side, event.centre);
    case "search-toggled":
      return show({ ...state, isStopped: !state.isStopped });
    case "jumped":
      return jump(state, event.where, event.landingOn, event.filter);
    case "visited":
      return visit(state, event.alertId, event.landing);
    case "went-to-oldest":
      return goToOldest(state);
    case "placed":
      return show(state, event.landing);
    case "reset":
      return reset(state, event);
    case "landed":
      return arrive(state, event.landed, event.centre);
    case "paged":
      return growBy(state, event.side, event.page, event.centre);
    case "read-failed":
      return fail(state, event.read);
    case "retried":
      return retry(state, event.read, event.centre);
    default:
      return event satisfies never;
  }
}

/** Updates that come in together: each is taken as if it came alone, and all are shown once. Several are a burst: none is marked. */
function takeAll(state: FeedState, updates: readonly Update[], at: Stance): Step {
  let taken = state;
  const all: FeedEffect[] = [];
  for (const update of updates) {
    const [next, effects] = take(hear(taken, update.to), update, at);
    taken = next;
    all.push(...effects);
  }
  const shows = all.filter(({ type }) => type === "show");
  const last = shows.findLast((effect) => "landing" in effect) ?? shows.slice(-1);
  return [
    updates.length > 1 ? { ...taken, entered: new Set() } : taken,
    all.filter(({ type }) => type !== "show").concat(last),
  ];
}

/** The stream has told all that happened up to that place in the log. */
function hear(state: FeedState, to: number): FeedState {
  const isAny = state.pending.some(({ seq = Infinity }) => seq <= to);
  return { ...state, heard: to, pending: isAny ? heard(state.pending, to) : state.pending };
}

function take(state: FeedState, taken: Update, at: Stance): Step {
  const update = { ...taken, toldUntil: state.told.until };
  const isOpen = mayEnter(state, at);
  const next = {
    ...state,
    // Who is shown what arrives is at the top, though the row in the middle may have gone down by an update before.
    window: apply(state.window, update, isOpen ? Infinity : at.centre),
    told: see(state.told, taken.put),
    isLogEmpty: taken.to === 0,
    reads: recorded(state.reads, update),
  };
  const [ended, asked] = losesEnd(state, taken) ? nearNewEnd(next, at.centre) : [next, []];
  const [shown, effects] = isOpen && next.window.held.size > 0 ? letIn(ended) : show(ended);
  return [shown, [{ type: "tell", update }, ...effects, ...asked]];
}

/** Whether the oldest row of all goes, as those do that are removed for good: they are over, or in the trash. */
function losesEnd({ window }: FeedState, { remove }: Update): boolean {
  const last = window.rows.at(-1);
  const mayBeGone = last !== undefined && (last.status === "resolved" || last.deletedAt !== null);
  return window.from === 0 && mayBeGone && remove.includes(last.id);
}

type RecordedRead = { readonly hasFailed: boolean; readonly since: readonly Update[] };

/** Keeps the update for what is being read, which may turn out to be older. */
function recorded({ landing, older, newer }: FeedState["reads"], update: Update) {
  const add = <T extends RecordedRead>(read: T | null): T | null =>
    read && !read.hasFailed ? { ...read, since: [...read.since, update] } : read;
  return { landing: add(landing), older: add(older), newer: add(newer) };
}

/** Nothing enters away from the head, nor under the reader's hand. */
function mayEnter({ window, isPaused }: FeedState, at: Stance): boolean {
  if (isPaused) return false;
  const isFree = window.held.size === 0 ? !at.isHandOn : at.hasHandRested;
  return isFree && reachesHead(window) && at.isAtTop;
}

function letIn(state: FeedState): Step {
  const { held, returned } = state.window;
  const arrived = [...held.keys()].filter((id) => !returned.has(id));
  const entered = new Set(arrived.length > MOST_MARKED ? [] : arrived);
  const marked = { ...state, entered };
  if (canEnter(state.window)) return show({ ...marked, window: enter(state.window) }, "top");
  const [left, effects] = jump(marked, {}, "top");
  return [left, [{ type: "show" }, ...effects]];
}

function bring(state: FeedState): Step {
  const { landing } = state.reads;
  return landing === null || landing.hasFailed ? letIn(state) : [state, []];
}

/** Who walks up to arrivals misses none: too many to let in at once are walked through. */
function meet(state: FeedState): Step {
  const { window } = state;
  const { size } = window.held;
  if (size === 0 || state.isPaused || !reachesHead(window)) return [state, []];
  if (canEnter(window) || size >= HELD_IDS) return bring(state);
  return show({ ...state, window: walkOn(window) });
}

function togglePause(state: FeedState, isAtTop: boolean): Step {
  const toggled = { ...state, isPaused: !state.isPaused };
  return !toggled.isPaused && isAtTop ? meet(toggled) : [toggled, []];
}

/** The row comes first: what is pending does nothing more to a row to which it was done. */
function settle(
  state: FeedState,
  { alert, asked, pending, at }: Extract<FeedEvent, { type: "settled" }>,
): Step {
  if (asked !== state.epoch) return [state, []];
  const isShown = isRowOf(state, alert);
  const change = isShown ? { put: [alert], remove: [] } : { put: [], remove: [alert.id] };
  const update = { ...change, patch: [], to: alert.seq };
  const [taken, effects] = alert.seq > state.heard ? take(state, update, at) : tell(state, update);
  if (pending === undefined) return [taken, effects];
  return [{ ...taken, pending: done(taken.pending, pending, alert) }, effects];
}

/** What fits a pattern only the server knows: of labels, which never change, it has said so by the rows there are. */
function isRowOf(state: FeedState, alert: Alert): boolean {
  const filter = filterOf(state);
  if (!matches(filter, alert)) return false;
  return !hasPattern(filter) || state.window.rows.some(({ id }) => id === alert.id);
}

/**
 * An answer that comes later than the stream is no news to the rows, and would bring back what has gone
 * since. It may be to others: the stream tells only of what the filter shows.
 */
function tell(state: FeedState, update: Update): Step {
  return [state, [{ type: "tell", update }, { type: "show" }]];
}

function fail(state: FeedState, name: ReadName): Step {
  const read = state.reads[name];
  if (read === null) return [state, []];
  const failed = { ...read, hasFailed: true, since: [] };
  return [{ ...state, reads: { ...state.reads, [name]: failed } }, []];
}

/** What is no longer wanted on a side is not read again. */
function retry(state: FeedState, name: ReadName, centre: number): Step {
  if (name !== "landing") {
    return near({ ...state, reads: { ...state.reads, [name]: null } }, name, centre);
  }
  const { landing } = state.reads;
  return landing === null ? [state, []] : go(state, landing.asked);
}
