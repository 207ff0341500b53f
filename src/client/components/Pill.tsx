import { Show } from "solid-js";
import { focusFeed } from "../scroll/focus.ts";
import { usePage } from "../page/page-model.ts";
import { countWords } from "../words/words.ts";
import { Icon } from "./Icon.tsx";

/** How many alerts have arrived and wait above; pressing it shows them. */
export function Pill() {
  const { feed } = usePage();
  const count = () => feed.extent().newCount;

  function bring(): void {
    focusFeed();
    feed.bring();
  }

  return (
    <div class="pill-place">
      <Show when={count()}>
        {(waiting) => (
          <button type="button" class="pill sudden" data-new-count={waiting()} onClick={bring}>
            <Icon name="up" />
            {countWords(waiting())}
          </button>
        )}
      </Show>
    </div>
  );
}
