import { Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import type { Action } from "../api/api.ts";
import { ACTION_KEYS, ACTION_WORDS, actionsFor } from "./actions.ts";
import { usePage } from "../page/page-model.ts";
import { Icon } from "../ui/Icon.tsx";

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
  /** Shown instead of the words, where there is no room for them. */
  icon?: "undo" | undefined;
}) {
  const { commands, presses, isAlive } = usePage();
  const isOffered = () => isAlive() && actionsFor(props.alert).includes(props.action);

  const title = () => {
    const key = ACTION_KEYS[props.action];
    if (props.icon === undefined) return props.hasKey ? undefined : key;
    return key === undefined
      ? ACTION_WORDS[props.action]
      : `${ACTION_WORDS[props.action]} (${key})`;
  };

  function press(event: MouseEvent & { currentTarget: Element }): void {
    if (!isOffered() || !presses.isMeant(event.currentTarget, event)) return;
    void commands.act(props.alert, props.action);
  }

  return (
    <button
      type="button"
      class={props.class}
      data-action={props.action}
      aria-label={props.icon && ACTION_WORDS[props.action]}
      title={title()}
      // Not `disabled`, which would take the focus away from under the finger.
      aria-disabled={!isOffered()}
      onClick={press}
    >
      <Show when={props.icon} fallback={ACTION_WORDS[props.action]}>
        {(name) => <Icon name={name()} />}
      </Show>
      <Show when={props.hasKey && ACTION_KEYS[props.action]}>
        {(key) => <kbd aria-hidden="true">{key()}</kbd>}
      </Show>
    </button>
  );
}
