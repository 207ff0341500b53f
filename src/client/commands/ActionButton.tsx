import { Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import type { Action } from "../../domain/act.ts";
import { Icon } from "../ui/Icon.tsx";
import { useInteractive } from "../ui/interactive.ts";
import { usePresses } from "../ui/press.ts";
import { useCommands } from "./commands.ts";
import { keyOf } from "./keys.ts";
import { COMMANDS } from "./registry.ts";

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
  icon?: "undo" | "clock" | undefined;
}) {
  const commands = useCommands();
  const presses = usePresses();
  const isInteractive = useInteractive();
  const isOffered = () => isInteractive() && commands.may(props.action, props.alert);
  const words = () => COMMANDS[props.action].words;
  const key = () => keyOf(props.action);

  const title = () => {
    if (props.icon === undefined) return props.hasKey ? undefined : key();
    return key() === undefined ? words() : `${words()} (${key()})`;
  };

  function press(event: MouseEvent & { currentTarget: Element }): void {
    if (!isOffered() || !presses.isMeant(event.currentTarget, event)) return;
    commands.run(props.action, props.alert);
  }

  return (
    <button
      type="button"
      class={props.class}
      data-action={props.action}
      aria-label={props.icon && words()}
      title={title()}
      // Not `disabled`, which would take the focus away from under the finger.
      aria-disabled={!isOffered()}
      onClick={press}
    >
      <Show when={props.icon} fallback={words()}>
        {(name) => <Icon name={name()} />}
      </Show>
      <Show when={props.hasKey && key()}>
        {(printed) => <kbd aria-hidden="true">{printed()}</kbd>}
      </Show>
    </button>
  );
}
