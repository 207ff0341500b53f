import { onMount, Show } from "solid-js";
import { focusFeed } from "../scroll/focus.ts";
import { usePage } from "../page/page-model.ts";
import { comeUp } from "../page/press.ts";
import { waitingWords } from "../words/words.ts";
import { Icon } from "./Icon.tsx";

/** How many alerts wait above, and how many of them are new; pressing it shows them. */
export function Pill() {
  const { feed } = usePage();
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
  const { feed, presses } = usePage();
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
