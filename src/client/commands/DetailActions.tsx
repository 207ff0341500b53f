import { For } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { ACTIONS } from "./actions.ts";
import { ActionButton } from "./ActionButton.tsx";

/** What can be done to the alert that is open; the first is what is most likely wanted. */
export function DetailActions(props: { alert: Alert }) {
  return (
    <div class="detail-actions" role="group" aria-label="Actions">
      <For each={ACTIONS}>
        {(action) => <ActionButton class="button" hasKey alert={props.alert} action={action} />}
      </For>
    </div>
  );
}
