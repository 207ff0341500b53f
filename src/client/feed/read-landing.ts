import { type Epoch, type Head, writeCursor } from "../../domain/cursor.ts";
import type { Answer } from "../../protocol/answer.ts";
import { type Ids, type Page, PAGE_SIZE } from "../../protocol/page.ts";
import { readIds, readPage } from "../api/api.ts";
import { isBeyond } from "../window/stretch.ts";
import type { Journey } from "./feed-state.ts";

/** What was read for a reader who goes elsewhere. */
export interface Landed {
  readonly page: Page;
  readonly arrivals: Arrivals;
  /** What came after it is not in all of what was read. */
  readonly since: Head;
}

/** The newest id of the feed where the page does not reach up to it, or what was missed. */
type Arrivals = { readonly newest: number } | { readonly missed: Ids };

/**
 * The page, or the head where there is no such place, with what lies above it. It has a screenful of rows: the
 * fewer there are, the sooner they are painted, and the ends are read on from there at once. Only around a row
 * there are more, since that may be put anywhere on the screen.
 */
export async function readLanding(
  journey: Journey,
  epoch: Epoch,
  signal: AbortSignal,
  screenful = PAGE_SIZE,
): Promise<Answer<Landed>> {
  const { filter, where, missedAfter } = journey;
  const limit = where.around === undefined ? Math.min(screenful, PAGE_SIZE) : PAGE_SIZE;
  const isAtHead = Object.keys(where).length === 0;
  // At once, for the way to the server takes longer than the answer.
  const [page, newest] = await Promise.all([
    readPage(filter, where, signal, limit),
    isAtHead || missedAfter !== null ? null : readPage(filter, {}, signal, 1),
  ]);
  const isNowhere = page.ok ? isBeyond(page.value) : page.failure.code === "alert-not-found";
  if (isNowhere) return readLanding({ ...journey, where: {} }, epoch, signal, screenful);
  if (!page.ok) return page;
  if (missedAfter !== null) return withMissed(journey, missedAfter, page.value, epoch, signal);
  if (newest === null) return landed(page.value, { newest: 0 }, page.value.head);
  if (!newest.ok) return newest;
  const [head, newestHead] = [page.value.head, newest.value.head];
  // The database has been replaced between the two answers.
  if (head.epoch !== newestHead.epoch) return readLanding(journey, epoch, signal, screenful);
  const since = head.seq < newestHead.seq ? head : newestHead;
  const { alerts, searchedTo } = newest.value;
  return landed(page.value, { newest: alerts[0]?.id ?? searchedTo?.id ?? 0 }, since);
}

/** What was missed is read after the page, so that nothing lies between what the two tell. */
async function withMissed(
  journey: Journey,
  missedAfter: number,
  page: Page,
  epoch: Epoch,
  signal: AbortSignal,
): Promise<Answer<Landed>> {
  // In another database, nothing is known of what was missed.
  if (page.head.epoch !== epoch)
    return readLanding({ ...journey, missedAfter: null }, epoch, signal);
  const missed = await readIds(journey.filter, writeCursor(epoch, missedAfter), signal);
  return missed.ok ? landed(page, { missed: missed.value }, page.head) : missed;
}

function landed(page: Page, arrivals: Arrivals, since: Head): Answer<Landed> {
  return { ok: true, value: { page, arrivals, since } };
}
