import { createEffect, on, onCleanup, onMount } from "solid-js";
import type { Feed } from "./feed.ts";
import { isArrival } from "../window/window.ts";
import { waitingWords } from "../words/words.ts";

/** New alerts are told to who cannot see them at most this often (ms). */
const INTERVAL = 5000;

/** Says what has arrived, several arrivals at a time. */
export function announceArrivals(feed: Feed, say: (words: string) => void): void {
  let newest = feed.rows.ids()[0] ?? 0;
  let count = 0;
  let critical = 0;

  function tell(): void {
    if (count === 0) return;
    const words = waitingWords({ arrived: count, returned: 0 });
    say(words + (critical > 0 ? `, ${critical} critical` : ""));
    count = critical = 0;
  }

  // In another database the same numbers are other alerts'. Its rows are shown in this very task.
  createEffect(
    on(feed.epoch, () => queueMicrotask(() => (newest = feed.rows.ids()[0] ?? 0)), { defer: true }),
  );
  onMount(() => {
    const stop = feed.listen((update) => {
      const arrived = update.put.filter((row) => row.id > newest && isArrival(row, update));
      newest = arrived.reduce((highest, { id }) => Math.max(highest, id), newest);
      count += arrived.length;
      critical += arrived.filter(({ severity }) => severity === "critical").length;
    });
    const telling = setInterval(tell, INTERVAL);
    onCleanup(() => {
      stop();
      clearInterval(telling);
    });
  });
}
