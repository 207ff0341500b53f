import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";
import type { Scroller } from "../scroll/scroll.ts";
import type { Feed } from "./feed.ts";

/** The times (ms since 1970) of the newest and the oldest alert on screen. */
export interface Place {
  readonly newest: number;
  readonly oldest: number;
}

/** The rows on screen are looked for this often at most (ms): to be found, they have to be laid out. */
const LOOK = 100;

/** What is on screen, null where nothing is; some moments late. `look` says that it may be something else. */
export function createPlace(
  feed: Feed,
  scroller: () => Scroller | null,
): { readonly place: Accessor<Place | null>; readonly look: () => void } {
  const [place, setPlace] = createSignal<Place | null>(null, {
    equals: (a, b) => a?.newest === b?.newest && a?.oldest === b?.oldest,
  });
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function look(): void {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      setPlace(placeOf(scroller()?.onScreen() ?? null));
    }, LOOK);
  }

  function placeOf(rows: { readonly first: number; readonly last: number } | null): Place | null {
    const newest = rows && feed.rows.row(rows.first);
    const oldest = rows && feed.rows.row(rows.last);
    if (!newest || !oldest) return null;
    return { newest: Date.parse(newest.receivedAt), oldest: Date.parse(oldest.receivedAt) };
  }

  // In another database the same numbers are other alerts', of other times.
  createEffect(on([feed.rows.ids, feed.epoch], look));
  onCleanup(() => clearTimeout(waiting));
  return { place, look };
}
