import type { Alert } from "../../domain/alert.ts";
import { type Ids, MAX_IDS, type Page } from "../../protocol/page.ts";
import type { Frame } from "../../protocol/frame.ts";
import {
  EMPTY,
  inRange,
  join,
  newestOf,
  oldestOf,
  type Stretch,
  stretchOf,
  trim,
  upsert,
} from "./stretch.ts";

/** Rows of held arrivals that are kept; of those beyond, only the ids are. */
const HELD_ROWS = 200;
/** Held arrivals that are told apart. Beyond, the count says "at least". */
export const HELD_IDS = MAX_IDS;

/**
 * The part of the feed that the reader has before them.
 *
 * `known` is the newest id that may be reached by scrolling. What is newer arrived while it could
 * not enter and is `held`: counted, and kept as long as there are few. A null row was not kept.
 * Of the held, those that `returned` are not new: they had arrived before, and match only now.
 * `gap` is where the reader last missed what happened.
 */
export interface FeedWindow extends Stretch {
  readonly known: number;
  readonly held: ReadonlyMap<number, Alert | null>;
  readonly returned: ReadonlySet<number>;
  readonly gap: Gap | null;
}

/** Above the alert `after`, so many alerts arrived unnoticed, or {@link HELD_IDS} and more. */
export interface Gap {
  readonly after: number;
  readonly count: number;
}

export const EMPTY_WINDOW: FeedWindow = {
  ...EMPTY,
  known: 0,
  held: new Map(),
  returned: new Set(),
  gap: null,
};

type Patch = Extract<Frame, { type: "diff" }>["patch"][number];

/** What has changed, up to the place `to` in the log. */
export interface Update {
  readonly to: number;
  readonly put: readonly Alert[];
  readonly patch: readonly Patch[];
  readonly remove: readonly number[];
  /** What was received before this (ms, by the server's clock) is not new, it only matches now. */
  readonly toldUntil?: number;
}

/** Whether a row that was put has arrived, or else has come to match. */
export function isArrival({ receivedAt }: Alert, { toldUntil = -Infinity }: Update): boolean {
  return Date.parse(receivedAt) >= toldUntil;
}

/**
 * A window on a page that was read anew. `newest` is the newest id of the feed; it is asked only
 * where the page does not reach the head. What either of them was read too early to tell comes with
 * the updates since. Arrivals that were held and are newer still stay held. The page is empty only
 * where the feed is, see `isBeyond`, or where it has been looked for in vain so far.
 */
export function land(before: FeedWindow, page: Page, newest: number): FeedWindow {
  const first = page.alerts[0]?.id ?? page.searchedTo?.id ?? 0;
  const known = page.newer === null ? first : Math.max(newest, first);
  const held = new Map([...before.held].filter(([id]) => id > known));
  const returned = new Set([...before.returned].filter((id) => id > known));
  const range = { from: oldestOf(page), to: newestOf(page, known) };
  return { ...stretchOf(page, range), known, held, returned, gap: before.gap };
}

/**
 * A window on a page that was read anew after updates were missed. `missed` are the ids above those
 * that were known, read after the page: they are held, so that nothing comes in unseen.
 */
export function landAfterGap(before: FeedWindow, page: Page, missed: Ids): FeedWindow {
  const { known } = before;
  if (oldestOf(page) > known) return land(EMPTY_WINDOW, page, missed.ids[0] ?? 0);
  const range = { from: oldestOf(page), to: newestOf(page, known) };
  const held = new Map(missed.ids.map((id) => [id, null]));
  const gap = held.size === 0 ? before.gap : { after: known, count: held.size };
  return { ...stretchOf(page, range), known, held, returned: new Set(), gap };
}

/** The window grown by the page that lies next to `id` on that side, if it still touches it. */
export function grow(
  window: FeedWindow,
  side: Side,
  id: number,
  page: Page,
  centre: number,
): FeedWindow {
  const { known } = window;
  const range =
    side === "older"
      ? { from: oldestOf(page), to: id - 1 }
      : { from: id + 1, to: newestOf(page, known) };
  return merge(window, stretchOf(page, range), centre);
}

export type Side = "older" | "newer";

/**
 * The window after the server's update. A row is taken only where it is newer than the one at
 * hand, so that updates and pages may come in any order and more than once.
 */
export function apply(window: FeedWindow, update: Update, centre: number): FeedWindow {
  const removed = new Set(update.remove);
  const patches = new Map(update.patch.map((patch) => [patch.id, patch]));
  const changed = (row: Alert): Alert | null => {
    if (removed.has(row.id) && row.seq <= update.to) return null;
    const patch = patches.get(row.id);
    return patch && patch.seq > row.seq ? Object.assign({}, row, patch) : row;
  };
  const rows = window.rows.map(changed).filter((row) => row !== null);
  const held = new Map<number, Alert | null>();
  for (const [id, row] of window.held) {
    const after = row && changed(row);
    if (after !== null || (row === null && !removed.has(id))) held.set(id, after);
  }
  const returned = new Set([...window.returned].filter((id) => held.has(id)));
  for (const row of update.put) {
    if (row.id <= window.known) continue;
    const isFirst = !held.has(row.id);
    hold(held, row);
    if (isFirst && held.has(row.id) && !isArrival(row, update)) returned.add(row.id);
  }
  const here = update.put.filter((row) => inRange(window, row.id)).sort((a, b) => b.id - a.id);
  return merge({ ...window, rows, held, returned }, { ...window, rows: here }, centre);
}

function hold(held: Map<number, Alert | null>, row: Alert): void {
  const kept = held.get(row.id);
  if (kept) held.set(row.id, upsert(kept, row));
  else if (held.size < HELD_ROWS) held.set(row.id, row);
  else if (held.size < HELD_IDS) held.set(row.id, null);
}

/**
 * The window after a page that may be older than updates already applied: those that came since it
 * was asked for are applied to it again, so that it brings back nothing that has gone since.
 */
export function catchUp(
  window: FeedWindow,
  seq: number,
  since: readonly Update[],
  centre: number,
): FeedWindow {
  return since
    .filter((update) => update.to > seq)
    .reduce((caughtUp, update) => apply(caughtUp, update, centre), window);
}

/** Whether the newest row that may be reached by scrolling is in the window. */
export function reachesHead(window: FeedWindow): boolean {
  return window.to >= window.known;
}

/** The row above which the reader missed something, where that place is in the window. */
export function rowBelowGap({ gap, to, rows }: FeedWindow): number | null {
  if (gap === null || to < gap.after) return null;
  return rows.find(({ id }) => id <= gap.after)?.id ?? null;
}

/** Whether every held arrival is at hand and continues the window, so that they can be let in. */
export function canEnter(window: FeedWindow): boolean {
  return reachesHead(window) && [...window.held.values()].every((row) => row !== null);
}

/** The window with the held arrivals let in at its head. */
export function enter(window: FeedWindow): FeedWindow {
  if (window.held.size === 0 || !canEnter(window)) return window;
  const rows = [...window.held.values()].filter((row) => row !== null);
  rows.sort((a, b) => b.id - a.id);
  const newest = rows[0]?.id ?? window.known;
  const head = { rows, from: window.known + 1, to: newest };
  return merge({ ...window, known: newest, held: new Map(), returned: new Set() }, head, newest);
}

/**
 * The window of a reader who has scrolled up to where the held arrivals begin: from now on they are
 * reached by scrolling on, page by page.
 */
export function walkOn(window: FeedWindow): FeedWindow {
  const known = Math.max(window.known, ...window.held.keys());
  return { ...window, known, held: new Map(), returned: new Set() };
}

/** How many of the held are new, and how many have come to match. */
export function waiting({ held, returned }: FeedWindow): Waiting {
  return { arrived: held.size - returned.size, returned: returned.size };
}

export interface Waiting {
  readonly arrived: number;
  readonly returned: number;
}

/** Every writer ends here: rows come in by `join`, which leaves no hole, and go out by `trim`. */
function merge(window: FeedWindow, stretch: Stretch, centre: number): FeedWindow {
  const joined = join(window, stretch);
  return joined === null ? window : { ...window, ...trim(joined, centre) };
}
