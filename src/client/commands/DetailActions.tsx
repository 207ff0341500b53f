import { For } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import type { Action } from "../../domain/act.ts";
import { ACTIONS } from "./actions.ts";
import { ActionButton } from "./ActionButton.tsx";

/** What takes something back: a line of its own, on which there is no room for keys. */
const UNDOING: ReadonlySet<Action> = new Set(["unacknowledge", "reopen", "wake", "restore"]);

/** What can be done to the alert that is open; the first is what is most likely wanted. */
export function DetailActions(props: { alert: Alert }) {
  return (
    <div class="detail-actions" role="group" aria-label="Actions">
      <For each={ACTIONS}>
        {(action) => (
          <ActionButton
            class="button"
            hasKey={!UNDOING.has(action)}
            alert={props.alert}
            action={action}
          />
        )}
      </For>
    </div>
  );
}
