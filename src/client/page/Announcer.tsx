import { createEffect, createMemo, on, onMount, untrack } from "solid-js";
import type { WrittenFilter } from "../../domain/filter.ts";
import { sameFilter } from "../address/address.ts";
import { announceArrivals } from "../feed/arrivals.ts";
import { useFeed } from "../feed/feed.ts";
import { useSelection } from "../feed/selection.ts";
import type { ConnectionState } from "../live/connection.ts";
import { connectionWords, foundWords, selectedWords } from "../words/told-words.ts";

export interface AnnouncerProps {
  readonly connection: ConnectionState;
  readonly say: (words: string) => void;
}

/** Says what has arrived, what a search found, what is selected, what is held, and when changes do not reach the page. */
export function Announcer(props: AnnouncerProps) {
  const feed = useFeed();
  const selection = useSelection();
  let said = "";
  const count = createMemo(() =>
    selection.everything() === null ? selection.picked().size : ("all" as const),
  );

  /** Nothing is heard of words that are there already: said once more, they come with a blank. */
  function say(words: string): void {
    said = said === words ? `${words}\u00a0` : words;
    props.say(said);
  }

  onMount(() => announceArrivals(feed, say));
  createEffect<number | "all">((before) => {
    if (count() !== before) say(selectedWords(count()));
    return count();
  }, 0);
  createEffect<boolean>((before) => {
    const isPaused = feed.isPaused();
    if (isPaused !== before) say(isPaused ? "What arrives is held" : "What arrives comes in");
    return isPaused;
  }, false);
  // After the selection, which ends with the filter. The rows of another one are shown in this very task.
  createEffect<WrittenFilter>((before) => {
    const filter = feed.filter();
    if (!sameFilter(filter, before)) queueMicrotask(tellFound);
    return filter;
  }, untrack(feed.filter));
  createEffect(
    on(
      () => props.connection.state,
      (state, _, wasCut = false) => {
        if (state === "connecting") return wasCut;
        const told = connectionWords(state);
        if (state !== "live") return (say(told), true);
        // Where changes were missed, how many is said instead.
        if (wasCut && untrack(feed.extent).gap === null) say(told);
        return false;
      },
    ),
  );

  function tellFound(): void {
    const { older, newer } = feed.extent();
    say(foundWords(feed.rows.ids().length, older || newer));
  }
  return null;
}
