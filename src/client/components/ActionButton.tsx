import { Show } from "solid-js";
import type { Alert } from "../../shared/alert.ts";
import type { Action } from "../feed/api.ts";
import { ACTION_KEYS, ACTION_WORDS, actionsFor } from "../page/actions.ts";
import { usePage } from "../page/page-model.ts";

/**
 * Does that to the alert. It has its place whether it can be done or not: were it to make way for its
 * opposite, a second press, or one that comes just after somebody else's, would do the opposite.
 */
export function ActionButton(props: {
  alert: Alert;
  action: Action;
  class?: string;
  /** Whether its key is printed on it; where there is no room, it is told when one asks. */
  hasKey?: boolean;
}) {
  const { commands, presses, isAlive } = usePage();
  const isOffered = () => isAlive() && actionsFor(props.alert).includes(props.action);

  function press(event: MouseEvent & { currentTarget: Element }): void {
    if (!isOffered() || !presses.isMeant(event.currentTarget, event)) return;
    void commands.act(props.alert, props.action);
  }

  return (
    <button
      type="button"
      class={props.class}
      data-action={props.action}
      title={props.hasKey ? undefined : ACTION_KEYS[props.action]}
      // Not `disabled`, which would take the focus away from under the finger.
      aria-disabled={!isOffered()}
      onClick={press}
    >
      {ACTION_WORDS[props.action]}
      <Show when={props.hasKey && ACTION_KEYS[props.action]}>
        {(key) => <kbd aria-hidden="true">{key()}</kbd>}
      </Show>
    </button>
  );
}
