import { For } from "solid-js";
import type { Alert } from "../../shared/alert.ts";
import { ACTION_KEYS, ACTION_WORDS, actionsFor } from "../page/actions.ts";
import { usePage } from "../page/page-model.ts";

/** What can be done to a row, where the eye already is, with its key printed on it. */
export function RowActions(props: { alert: Alert }) {
  const { commands } = usePage();
  return (
    <div class="row-actions" role="group" aria-label="Actions">
      <For each={actionsFor(props.alert)}>
        {(action) => (
          <button type="button" onClick={() => void commands.act(props.alert, action)}>
            {ACTION_WORDS[action]}
            <kbd aria-hidden="true">{ACTION_KEYS[action]}</kbd>
          </button>
        )}
      </For>
    </div>
  );
}
