import type { WrittenFilter } from "../shared/filter.ts";
import type { Page } from "../shared/page.ts";
import { type Answer, readPage, type Where } from "./api.ts";

interface Landed {
  readonly page: Page;
  /** The newest id of the feed, where the page does not reach up to it. */
  readonly newest: number;
}

/**
 * A page somewhere in the feed and, where it lies away from the head, how far up the feed goes.
 * The head is read after the page, so that nothing lies between what the two of them tell.
 */
export async function readLanding(
  filter: WrittenFilter,
  where: Where,
  signal: AbortSignal,
): Promise<Answer<Landed>> {
  const page = await readPage(filter, where, signal);
  if (!page.ok) return page;
  if (page.value.newer === null) return { ok: true, value: { page: page.value, newest: 0 } };
  const head = await readPage(filter, {}, signal, 1);
  if (!head.ok) return head;
  return { ok: true, value: { page: page.value, newest: head.value.alerts[0]?.id ?? 0 } };
}
