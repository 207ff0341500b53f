import { createEffect, For, Show } from "solid-js";
import type { Alert } from "../../shared/alert.ts";
import { ACTION_KEYS, ACTION_WORDS, actionsFor } from "../page/actions.ts";
import { usePage } from "../page/page-model.ts";

/** What can be done to the alert that is open; the first is what is most likely wanted. */
export function DetailActions(props: { alert: Alert }) {
  const { commands, isAlive } = usePage();
  let group!: HTMLDivElement;

  let hadFocus = false;

  // A button that is pressed may go: the focus then goes to the one that stands in its place.
  createEffect(() => {
    actionsFor(props.alert);
    const isLost = hadFocus && document.activeElement === document.body;
    if (isLost) group.querySelector("button")?.focus();
  });

  return (
    <div
      class="detail-actions"
      role="group"
      aria-label="Actions"
      ref={group}
      onFocusIn={() => (hadFocus = true)}
      onFocusOut={() => (hadFocus = group.contains(document.activeElement))}
    >
      <For each={actionsFor(props.alert)}>
        {(action) => (
          <button
            type="button"
            class="button"
            data-action={action}
            disabled={!isAlive()}
            onClick={() => void commands.act(props.alert, action)}
          >
            {ACTION_WORDS[action]}
            <Show when={action !== "delete" && ACTION_KEYS[action]}>
              {(key) => <kbd aria-hidden="true">{key()}</kbd>}
            </Show>
          </button>
        )}
      </For>
    </div>
  );
}
