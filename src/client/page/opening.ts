import type { Answer } from "../../protocol/answer.ts";
import type { Page } from "../../protocol/page.ts";
import { pageParams, readAddress } from "../address/address.ts";
import type { Detail } from "../api/api.ts";
import type { FeedOpening } from "../feed/feed-state.ts";
import { readSessionOpening, type SessionOpening, type SessionReads } from "../session/opening.ts";
import { isBeyond } from "../window/stretch.ts";

/** What was read for the address that the page was opened at. */
export interface Opening extends FeedOpening, SessionOpening {
  /** The alert that the address names, with the newest of its history. */
  readonly detail: Answer<Detail> | null;
}

/** How the page is read: on the server from the store, in a browser over HTTP. */
export interface Reads extends SessionReads {
  page(params: URLSearchParams): Promise<Answer<Page>>;
  detail(id: number): Promise<Answer<Detail>>;
}

/** Reads what the page at this address begins with. */
export async function readOpening(
  reads: Reads,
  pathname: string,
  search: string,
  now: string,
): Promise<Opening> {
  const params = pageParams(pathname, search);
  const { alertId } = readAddress(pathname, search);
  const page = await pageOrHead(reads, params);
  const newest = page.ok && page.value.newer !== null ? await newestFor(reads, params) : 0;
  const detail = alertId === null ? null : await reads.detail(alertId);
  return { page, newest, detail, now, ...(await readSessionOpening(reads)) };
}

/** The page, or the newest one where there is no such place. */
async function pageOrHead(reads: Reads, params: URLSearchParams): Promise<Answer<Page>> {
  const page = await reads.page(params);
  const isNowhere = page.ok ? isBeyond(page.value) : page.failure.code === "alert-not-found";
  return isNowhere ? reads.page(headOf(params)) : page;
}

/** The newest id for the same filter. */
async function newestFor(reads: Reads, params: URLSearchParams): Promise<number> {
  const head = headOf(params);
  head.set("limit", "1");
  const page = await reads.page(head);
  if (!page.ok) return 0;
  const { alerts, searchedTo } = page.value;
  return alerts[0]?.id ?? searchedTo?.id ?? 0;
}

/** The parameters of the newest page for the same filter. */
function headOf(params: URLSearchParams): URLSearchParams {
  const head = new URLSearchParams(params);
  for (const place of ["before", "after", "around", "at"]) head.delete(place);
  return head;
}
