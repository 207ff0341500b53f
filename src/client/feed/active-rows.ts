import { createSignal, onCleanup, onMount } from "solid-js";
import type { Hand } from "./hand.ts";
import { focusedRow } from "../scroll/focus.ts";
import { idOf } from "../scroll/scroll.ts";

/**
 * Which rows the pointer and the focus are on, and with that whether the hand is on the list: a mouse
 * that moves or lies over it, a finger or pen that touches it, a button that is down, a menu that was
 * opened on it, the focus, a selection.
 */
export function createActiveRows(hand: Hand, list: () => HTMLElement) {
  const [hovered, setHovered] = createSignal(0);
  const [focused, setFocused] = createSignal(0);
  /** Where a mouse is over the list, in px of the page's view. */
  let mouse: { readonly x: number; readonly y: number } | null = null;
  let last = "";
  let pressed = 0;

  /** Rows that scroll by under a pointer that rests make the browser say that it moved. */
  function pointerMoved(event: PointerEvent): void {
    const at = `${event.screenX},${event.screenY}`;
    if (at === last) return;
    last = at;
    if (event.pointerType !== "mouse") return hand.moved(performance.now());
    hand.hovered(performance.now());
    mouse = { x: event.clientX, y: event.clientY };
    setHovered(rowAt(event.target));
  }

  function pointerLeft(event: PointerEvent): void {
    if (event.pointerType !== "mouse") return;
    hand.left(performance.now());
    mouse = null;
    setHovered(0);
  }

  function pointerDown(event: PointerEvent): void {
    hand.hold("press");
    pressed = rowAt(event.target);
    if (event.pointerType === "mouse") mouse = { x: event.clientX, y: event.clientY };
  }

  function pointerUp(): void {
    if (pressed !== 0) hand.moved(performance.now());
    pressed = 0;
    hand.release("press", performance.now());
  }

  /** The browser takes the pointer away from a finger that scrolls, which is still there. */
  function touched({ target }: TouchEvent): void {
    hand.hold("touch");
    const lifted = (event: Event): void => {
      if (event instanceof TouchEvent && event.touches.length > 0) return;
      hand.moved(performance.now());
      hand.release("touch", performance.now());
      target?.removeEventListener("touchend", lifted);
      target?.removeEventListener("touchcancel", lifted);
    };
    // They come to where the touch began, also where that has left the page.
    target?.addEventListener("touchend", lifted);
    target?.addEventListener("touchcancel", lifted);
  }

  /** Nothing tells that a menu of the browser's has closed but what is done after it. */
  function menuGone(): void {
    hand.release("menu", performance.now());
  }

  /** Nor where a button was let go, if that was outside of the page. */
  function pointerMovedAnywhere({ buttons }: PointerEvent): void {
    menuGone();
    if (buttons === 0) pointerUp();
  }

  /** Text that is being selected must not run away. */
  function selectionChanged(): void {
    const selection = getSelection();
    const isHere = selection?.isCollapsed === false && list().contains(selection.anchorNode);
    if (isHere) hand.hold("selection");
    else hand.release("selection", performance.now());
  }

  function focusCame({ target }: FocusEvent): void {
    setFocused(rowAt(target));
    // A click leaves the focus behind; the hand that clicked goes as the pointer does.
    if (target instanceof Element && target.matches(":focus-visible")) return hand.hold("focus");
    hand.release("focus", performance.now());
    hand.moved(performance.now());
  }

  function focusWent({ relatedTarget }: FocusEvent): void {
    if (rowAt(relatedTarget) !== 0) return;
    // A row that leaves the page with the focus in it passes it on in the same task.
    queueMicrotask(() => {
      if (focusedRow(list())) return;
      setFocused(0);
      hand.release("focus", performance.now());
    });
  }

  onMount(() => {
    const ended = new AbortController();
    const { signal } = ended;
    const passive = { passive: true, signal };
    const element = list();
    element.addEventListener("pointermove", pointerMoved, passive);
    element.addEventListener("pointerleave", pointerLeft, passive);
    element.addEventListener("pointerdown", pointerDown, passive);
    element.addEventListener("touchstart", touched, passive);
    element.addEventListener("contextmenu", () => hand.hold("menu"), passive);
    element.addEventListener("focusin", focusCame, passive);
    element.addEventListener("focusout", focusWent, passive);
    addEventListener("pointerup", pointerUp, passive);
    addEventListener("pointercancel", pointerUp, passive);
    addEventListener("pointermove", pointerMovedAnywhere, { ...passive, capture: true });
    for (const type of ["pointerdown", "keydown"]) {
      addEventListener(type, menuGone, { ...passive, capture: true });
    }
    document.addEventListener("selectionchange", selectionChanged, passive);
    onCleanup(() => ended.abort());
  });

  return {
    isActive: (id: number) => hovered() === id || focused() === id,
    scrolled: () => setHovered(0),
    /** The row under the hand, 0 where there is none: that one is not to move. */
    aimed: (): number => {
      if (pressed !== 0) return pressed;
      if (mouse !== null) return rowAt(document.elementFromPoint(mouse.x, mouse.y));
      const row = focusedRow(list());
      return row ? idOf(row) : 0;
    },
  };
}

function rowAt(target: EventTarget | null): number {
  const row = target instanceof Element ? target.closest("[data-alert-id]") : null;
  return row ? idOf(row) : 0;
}
