import { For } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { ACTIONS } from "./actions.ts";
import { ActionButton } from "./ActionButton.tsx";

/** What can be done to a row, where the eye already is. */
export function RowActions(props: { alert: Alert }) {
  return (
    <div class="row-actions" role="group" aria-label="Actions">
      <For each={ACTIONS}>
        {(action) => (
          <ActionButton
            alert={props.alert}
            action={action}
            icon={action === "unacknowledge" ? "undo" : undefined}
          />
        )}
      </For>
    </div>
  );
}
