import { type JSX, onMount } from "solid-js";
import { useFocusHeir } from "../ui/focus-heir.ts";
import { useInteractive } from "../ui/interactive.ts";

/** Does something to a row, which may go for it: then the list has the focus. */
export function RowButton(props: {
  /** What it does to what, for those who do not see where it stands. */
  label: string;
  onPress: () => void;
  isExpanded?: boolean;
  children: JSX.Element;
}) {
  const isInteractive = useInteractive();
  let button!: HTMLButtonElement;
  let list: HTMLElement | null = null;
  onMount(() => (list = button.closest<HTMLElement>("ul")));
  useFocusHeir(
    () => button,
    () => list?.focus({ preventScroll: true }),
  );
  return (
    <button
      type="button"
      class="button"
      ref={button}
      aria-label={props.label}
      aria-expanded={props.isExpanded}
      disabled={!isInteractive()}
      onClick={() => props.onPress()}
    >
      {props.children}
    </button>
  );
}
