import { createSignal } from "solid-js";
import { focusedRow } from "./focus.ts";
import type { Hand } from "../feed/hand.ts";
import { idOf } from "./scroll.ts";

/** Which rows the pointer and the focus are on, and with that whether the hand is on the list. */
export function createActiveRows(hand: Hand) {
  const [hovered, setHovered] = createSignal(0);
  const [focused, setFocused] = createSignal(0);
  let last = "";

  return {
    isActive: (id: number) => hovered() === id || focused() === id,
    /** Rows that scroll by under a pointer that rests make the browser say that it moved. */
    pointerMoved(event: PointerEvent): void {
      const at = `${event.screenX},${event.screenY}`;
      if (at === last) return;
      last = at;
      hand.moved(Date.now());
      if (event.pointerType === "mouse") setHovered(rowAt(event.target));
    },
    pointerLeft: () => setHovered(0),
    scrolled: () => setHovered(0),
    /** Text that is being selected must not run away. */
    selectionChanged(list: HTMLElement): void {
      const selection = getSelection();
      const isHere = selection?.isCollapsed === false && list.contains(selection.anchorNode);
      if (isHere) hand.hold("selection");
      else hand.release("selection", Date.now());
    },
    focusCame(event: FocusEvent): void {
      const { target } = event;
      setFocused(rowAt(target));
      // A click leaves the focus behind; the hand that clicked goes as the pointer does.
      if (target instanceof Element && target.matches(":focus-visible")) hand.hold("focus");
      else hand.moved(Date.now());
    },
    focusWent(event: FocusEvent & { currentTarget: HTMLElement }): void {
      const { currentTarget } = event;
      // A row that leaves the page with the focus in it passes it on in the same task.
      queueMicrotask(() => {
        if (focusedRow(currentTarget)) return;
        setFocused(0);
        hand.release("focus", Date.now());
      });
    },
  };
}

function rowAt(target: EventTarget | null): number {
  const row = target instanceof Element ? target.closest("[data-alert-id]") : null;
  return row ? idOf(row) : 0;
}
