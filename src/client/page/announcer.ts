import { type Accessor, createEffect, createSignal, on, untrack } from "solid-js";
import { announceArrivals } from "../feed/arrivals.ts";
import type { Feed } from "../feed/feed.ts";
import type { Selection } from "../feed/selection.ts";
import type { ConnectionState } from "../live/connection.ts";
import { foundWords, selectedWords } from "../words/told-words.ts";
import { connectionWords } from "./ConnectionStatus.tsx";

/**
 * What is told to who cannot see the page, in one live region that is there from the first: of one that comes with
 * its words, many screen readers say nothing.
 */
export interface Announcer {
  readonly words: Accessor<string>;
  readonly say: (words: string) => void;
}

/** Says what has arrived, what a search found, what is selected, and when changes do not reach the page. */
export function createAnnouncer(
  feed: Feed,
  selection: Selection,
  connection: Accessor<ConnectionState>,
): Announcer {
  const [words, say] = createSignal("");
  announceArrivals(feed, say);
  createEffect(
    on(
      [() => selection.picked().size, () => selection.everything() !== null],
      ([count, isEverything]) => say(selectedWords(isEverything ? "all" : count)),
      { defer: true },
    ),
  );
  createEffect(
    on(
      feed.isPaused,
      (isPaused) => say(isPaused ? "What arrives is held" : "What arrives comes in"),
      {
        defer: true,
      },
    ),
  );
  // After the selection, which ends with the filter. The rows of another one are shown in this very task.
  createEffect(
    on(
      feed.filter,
      () =>
        queueMicrotask(() => {
          const { older, newer } = feed.extent();
          say(foundWords(feed.rows.ids().length, older || newer));
        }),
      { defer: true },
    ),
  );
  createEffect(
    on(
      () => connection().state,
      (state, _, cut = "") => {
        if (state === "connecting") return cut;
        const told = connectionWords(state);
        if (state !== "live") return (say(told), told);
        // What was said since is of changes that came, such as how many were missed.
        if (cut !== "" && untrack(words) === cut) say(told);
        return "";
      },
    ),
  );
  return { words, say };
}
