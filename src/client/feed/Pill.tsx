import { Show } from "solid-js";
import { focusFeed } from "../ui/focus-feed.ts";
import { waitingWords } from "../words/words.ts";
import { Icon } from "../ui/Icon.tsx";
import { useFeed } from "./feed.ts";

/** How many alerts wait above, and how many of them are new; pressing it shows them. */
export function Pill() {
  const feed = useFeed();
  const waiting = () => feed.extent().waiting;

  function bring(): void {
    focusFeed();
    feed.bring();
  }

  return (
    <div class="pill-place">
      <Show when={waiting().arrived + waiting().returned > 0}>
        <button
          type="button"
          class="pill sudden"
          data-new-count={waiting().arrived || undefined}
          onClick={bring}
        >
          <Icon name="up" />
          {waitingWords(waiting())}
        </button>
      </Show>
    </div>
  );
}
