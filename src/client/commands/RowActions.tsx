import { For, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import type { Action } from "../../domain/act.ts";
import { useSession } from "../session/session.ts";
import { ACTIONS } from "./actions.ts";
import { ActionButton } from "./ActionButton.tsx";

/** What ends a snooze is asked where one is begun. */
const ROW_ACTIONS = ACTIONS.filter((action) => action !== "wake");
/** For what there is no room for words. */
const ICONS: Partial<Record<Action, "undo" | "clock">> = {
  unacknowledge: "undo",
  reopen: "undo",
  restore: "undo",
  snooze: "clock",
};

/** What can be done to a row, where the eye already is. */
export function RowActions(props: { alert: Alert }) {
  const session = useSession();
  return (
    <Show when={session.may("operate")}>
      <div class="row-actions" role="group" aria-label="Actions">
        <For each={ROW_ACTIONS}>
          {(action) => <ActionButton alert={props.alert} action={action} icon={ICONS[action]} />}
        </For>
      </div>
    </Show>
  );
}
