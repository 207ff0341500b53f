import { Show } from "solid-js";
import { useInteractive } from "../ui/interactive.ts";
import { usePresses } from "../ui/press.ts";
import { useSelection } from "./selection.ts";

/** What the mark of a row becomes where it can be selected, for those who may act on alerts. */
export function SelectBox(props: {
  id: number;
  isSelected: boolean;
  role: "gridcell" | undefined;
}) {
  const isInteractive = useInteractive();
  const selection = useSelection();
  const presses = usePresses();

  function press(event: MouseEvent & { currentTarget: Element }): void {
    if (!presses.isMeant(event.currentTarget, event)) return;
    selection.pick(props.id, event.shiftKey);
  }

  return (
    <Show when={isInteractive() && selection.isOffered}>
      <span class="select-box" role={props.role}>
        <button
          type="button"
          role="checkbox"
          aria-label="Select"
          aria-checked={props.isSelected}
          // The row is where the keys are: x, and the arrows with Shift.
          tabindex="-1"
          onClick={press}
        />
      </span>
    </Show>
  );
}
