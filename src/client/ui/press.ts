import { requiredContext } from "./required-context.ts";

/** Presses that follow one another within this time (ms) … */
const QUICK = 500;
/** … and within this distance (px) are one movement of the hand. */
const SAME_POINT = 8;
/** A hand that is at most so far (px) away may be on its way there. */
const ON_ITS_WAY = 48;
/** A click comes at most this long (ms) after the end of the press that it belongs to. */
const LATE = 1000;

/** What can be pressed: an element, or what stands for one. */
interface Control {
  readonly contains: (other: never) => boolean;
}

type Box = Pick<DOMRect, "top" | "right" | "bottom" | "left">;
type Point = Pick<MouseEvent, "clientX" | "clientY" | "timeStamp">;
export type Click = Point & Pick<MouseEvent, "detail">;

/** What a press began on, and whether the hand is still where it was then. */
interface Aim<C> {
  readonly target: C;
  readonly isStill: boolean;
}

/**
 * What a hand means by a click. Rows and controls come and go by themselves, so where a click ends is
 * not always what was aimed at: that is decided where its press began. And a hand acts once: the
 * second half of a double click is nobody's wish.
 */
export interface Presses<C extends Control = Element> {
  /** A pointer went down on that. */
  readonly began: (target: C, point: Point) => void;
  readonly ended: (timeStamp: number) => void;
  /** The pointer is there now. */
  readonly moved: (point: Pick<Point, "clientX" | "clientY">) => void;
  /** Whether the hand may be about to press what lies in that box of the view. */
  readonly isBound: (box: Box) => boolean;
  /** The press that this click ends; null for clicks that no pointer made. */
  readonly aimOf: (click: Click) => Aim<C> | null;
  /** Whether the click is meant for that control. If so, it counts as pressed. */
  readonly isMeant: (control: C, click: Click) => boolean;
}

export const [PressesProvider, usePresses] = requiredContext<Presses>("presses");

export function createPresses<C extends Control>(): Presses<C> {
  let press: { readonly target: C; readonly point: Point; endedAt: number } | null = null;
  let last: { readonly control: C; readonly point: Point } | null = null;
  let pointer: Pick<Point, "clientX" | "clientY"> | null = null;

  function aimOf(click: Click): Aim<C> | null {
    // A keyboard's click has no count.
    if (press === null || click.detail === 0 || click.timeStamp - press.endedAt > LATE) return null;
    return { target: press.target, isStill: isNear(press.point, click) };
  }

  function isMeant(control: C, click: Click): boolean {
    if (click.detail === 0) return true;
    const aim = aimOf(click);
    const isElsewhere = aim !== null && !control.contains(aim.target as never);
    const isAnother = last !== null && last.control !== control && isOneMovement(last.point, click);
    if (click.detail > 1 || isElsewhere || isAnother) return false;
    last = { control, point: click };
    return true;
  }

  return {
    began: (target, point) => {
      press = { target, point, endedAt: Infinity };
      pointer = point;
    },
    ended: (timeStamp) => {
      if (press !== null) press.endedAt = timeStamp;
    },
    moved: (point) => {
      pointer = point;
    },
    isBound: (box) => {
      if (pointer === null) return false;
      const { clientX: x, clientY: y } = pointer;
      const across = Math.max(box.left - x, x - box.right);
      return Math.max(across, box.top - y, y - box.bottom) <= ON_ITS_WAY;
    },
    aimOf,
    isMeant,
  };
}

function isOneMovement(before: Point, after: Point): boolean {
  return after.timeStamp - before.timeStamp < QUICK && isNear(before, after);
}

function isNear(a: Point, b: Point): boolean {
  const distance = Math.max(Math.abs(a.clientX - b.clientX), Math.abs(a.clientY - b.clientY));
  return distance <= SAME_POINT;
}

/** Hears of every press in the page, before anything else does, until it is aborted. */
export function watchPresses(presses: Presses, until: AbortSignal): void {
  const options = { capture: true, passive: true, signal: until };
  const ended = ({ timeStamp }: Event): void => presses.ended(timeStamp);
  addEventListener(
    "pointerdown",
    (event) => event.target instanceof Element && presses.began(event.target, event),
    options,
  );
  addEventListener("pointermove", presses.moved, options);
  addEventListener("pointerup", ended, options);
  addEventListener("pointercancel", ended, options);
}

/**
 * What comes up by itself under a hand that is on its way down lets presses through at first: they
 * are meant for what lies beneath.
 */
export function comeUp(element: Element, presses: Presses): void {
  if (presses.isBound(element.getBoundingClientRect())) element.classList.add("sudden");
}
