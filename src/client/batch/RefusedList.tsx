import { For, Show } from "solid-js";
import { usePageAddress } from "../address/page-address.ts";
import { focusFeed } from "../ui/focus-feed.ts";
import { useFocusHeir } from "../ui/focus-heir.ts";
import { Icon } from "../ui/Icon.tsx";
import { alertsWords, reasonWords } from "./batch-words.ts";
import type { Batch } from "./batch.ts";

/** As many are listed. */
const LISTED = 50;

/** The alerts to which it could not be done, each with its reason. */
export function RefusedList(props: {
  refused: ReturnType<Batch["refused"]>;
  onDismiss: () => void;
}) {
  const { pathOf } = usePageAddress();
  const listed = () => props.refused.list.slice(0, LISTED);
  let element!: HTMLDivElement;
  const rest = () => props.refused.count - listed().length;
  useFocusHeir(() => element, focusFeed);
  return (
    <div class="many-panel many-refused" role="alert" ref={element}>
      <h2>Not done to {alertsWords(props.refused.count)}</h2>
      <button type="button" aria-label="Dismiss" onClick={() => props.onDismiss()}>
        <Icon name="close" />
      </button>
      <ul tabindex="0" aria-label="Not done">
        <For each={listed()}>
          {({ id, title, code }) => (
            <li>
              <a href={pathOf({ id })} dir="auto">
                {title ?? `Alert ${id}`}
              </a>
              <span>{reasonWords(code)}</span>
            </li>
          )}
        </For>
        <Show when={rest() > 0}>
          <li>and {rest().toLocaleString("en")} more</li>
        </Show>
      </ul>
    </div>
  );
}
