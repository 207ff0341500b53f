import { For, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { useSession } from "../session/session.ts";
import { ACTIONS } from "./actions.ts";
import { ActionButton } from "./ActionButton.tsx";

/** What can be done to the alert that is open; the first is what is most likely wanted. */
export function DetailActions(props: { alert: Alert }) {
  const session = useSession();
  return (
    <Show when={session.may("operate")}>
      <div class="detail-actions" role="group" aria-label="Actions">
        <For each={ACTIONS}>
          {(action) => <ActionButton class="button" hasKey alert={props.alert} action={action} />}
        </For>
      </div>
    </Show>
  );
}
