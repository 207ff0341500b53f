import { For, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { useSession } from "../session/session.ts";
import { ACTIONS } from "./actions.ts";
import { ActionButton } from "./ActionButton.tsx";

/** What can be done to a row, where the eye already is. */
export function RowActions(props: { alert: Alert }) {
  const session = useSession();
  return (
    <Show when={session.may("operate")}>
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
    </Show>
  );
}
