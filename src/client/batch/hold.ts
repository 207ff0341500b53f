import { idOf } from "../scroll/scroll.ts";

/** A finger that rests on a row for this long (ms) … */
const LONG = 500;
/** … and moves no further than this (px) means the row, and no scroll and no tap. */
const SAME_POINT = 10;

/** Hears of rows that are touched and held, until it is aborted. */
export function watchHolds(
  list: HTMLElement,
  onHold: (id: number) => void,
  until: AbortSignal,
): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let from = { x: 0, y: 0 };
  let isHeld = false;

  function began(event: PointerEvent): void {
    clearTimeout(waiting);
    isHeld = false;
    const row = event.target instanceof Element ? event.target.closest("[data-alert-id]") : null;
    if (row === null || event.pointerType === "mouse" || !event.isPrimary) return;
    from = { x: event.clientX, y: event.clientY };
    waiting = setTimeout(() => {
      isHeld = true;
      onHold(idOf(row));
    }, LONG);
  }

  function moved({ clientX, clientY }: PointerEvent): void {
    const distance = Math.max(Math.abs(clientX - from.x), Math.abs(clientY - from.y));
    if (distance > SAME_POINT) clearTimeout(waiting);
  }

  const ended = (): void => clearTimeout(waiting);

  /** What the browser makes of the same hold: a click on the row, a menu of its link. */
  function swallow(event: Event): void {
    if (!isHeld) return;
    event.preventDefault();
    event.stopPropagation();
  }

  const passive = { passive: true, signal: until };
  list.addEventListener("pointerdown", began, passive);
  list.addEventListener("pointermove", moved, passive);
  list.addEventListener("pointerup", ended, passive);
  list.addEventListener("pointercancel", ended, passive);
  list.addEventListener("click", swallow, { capture: true, signal: until });
  list.addEventListener("contextmenu", swallow, { capture: true, signal: until });
  until.addEventListener("abort", ended);
}
