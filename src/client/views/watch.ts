import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";
import type { View } from "../../protocol/views.ts";
import { createLoad } from "../api/load.ts";
import { readViews } from "../api/views.ts";
import type { Feed } from "../feed/feed.ts";

/** After a change, views are read again this often at most (ms). */
const HEARD = 2000;
/** The feed hears of nothing that its filter leaves out, so views are read again after this time (ms), too. */
const UNHEARD = 30_000;

interface WatchedViews {
  /** As they were read last, null before that. */
  readonly views: Accessor<readonly View[] | null>;
  /** Reads them at once. */
  readonly again: () => void;
}

/** Reads the views and what they count, over and over as long as somebody looks. */
export function watchViews(feed: Feed): WatchedViews {
  const [views, setViews] = createSignal<readonly View[] | null>(null);
  let readAt = -Infinity;
  let isDoubted = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const load = createLoad(read);

  function read(): void {
    readAt = performance.now();
    isDoubted = false;
    waitFor(UNHEARD);
    load.run(readViews, (answer) => setViews(answer.views));
  }

  function waitFor(time: number): void {
    clearTimeout(waiting);
    waiting = setTimeout(readIfSeen, time);
  }

  function readIfSeen(): void {
    if (document.visibilityState === "visible") read();
    else document.addEventListener("visibilitychange", readIfSeen, { once: true });
  }

  function doubt(): void {
    if (isDoubted) return;
    isDoubted = true;
    waitFor(Math.max(readAt + HEARD - performance.now(), 0));
  }

  function again(): void {
    load.abort();
    read();
  }

  read();
  onCleanup(feed.listen(doubt));
  createEffect(on(feed.landing.state, (state) => state === "idle" && doubt(), { defer: true }));
  onCleanup(() => {
    clearTimeout(waiting);
    document.removeEventListener("visibilitychange", readIfSeen);
    load.abort();
  });
  return { views, again };
}
