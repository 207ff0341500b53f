import { onMount, Show } from "solid-js";
import { focusFeed } from "../ui/focus-feed.ts";
import { comeUp, usePresses } from "../ui/press.ts";
import { waitingWords } from "../words/words.ts";
import { Icon } from "../ui/Icon.tsx";
import { useFeed } from "./feed.ts";

/** How many alerts wait above, and how many of them are new; pressing it shows them. */
export function Pill() {
  const feed = useFeed();
  const isAny = () => {
    const { arrived, returned } = feed.extent().waiting;
    return arrived + returned > 0;
  };
  return (
    <div class="pill-place">
      <Show when={isAny()}>
        <PillButton />
      </Show>
    </div>
  );
}

function PillButton() {
  const feed = useFeed();
  const presses = usePresses();
  const waiting = () => feed.extent().waiting;
  let button!: HTMLButtonElement;
  onMount(() => comeUp(button, presses));

  function bring(): void {
    focusFeed();
    feed.bring();
  }

  return (
    <button
      type="button"
      class="pill"
      data-new-count={waiting().arrived || undefined}
      ref={button}
      onClick={bring}
    >
      <Icon name="up" />
      {waitingWords(waiting())}
    </button>
  );
}
