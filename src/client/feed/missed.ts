import { createEffect, createMemo, on } from "solid-js";
import { gapWords } from "../words/words.ts";
import type { Feed } from "./feed.ts";

/** Says how many arrivals the page has missed. At the head that is known only until the newest are there. */
export function announceMissed(feed: Feed, say: (words: string) => void): void {
  createEffect(
    on(
      createMemo(() => feed.extent().gap?.count),
      (missed) => missed !== undefined && say(gapWords(missed)),
    ),
  );
}
