import { createMomentum, STILL } from "./momentum.ts";

export interface Stillness {
  /** Runs it once the list is still. Of several that wait, only the last is run. */
  readonly run: (change: () => void) => void;
  readonly isWaiting: () => boolean;
  /** What waits has become pointless. */
  readonly forget: () => void;
  readonly dispose: () => void;
}

/**
 * On iOS, writing `scrollTop` ends the momentum of a touch, and during a touch it has no effect.
 * Whatever needs it waits there for the list to be still; elsewhere nothing waits.
 */
export function createStillness(element: EventTarget, isNeeded = isIos()): Stillness {
  const nothing = (): void => {};
  if (!isNeeded) {
    const run = (change: () => void): void => change();
    return { run, isWaiting: () => false, forget: nothing, dispose: nothing };
  }

  const momentum = createMomentum();
  const ended = new AbortController();
  const options = { passive: true, signal: ended.signal };
  let waiting: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function look(): void {
    clearTimeout(timer);
    if (waiting === undefined) return;
    if (momentum.isMoving(performance.now())) timer = setTimeout(look, STILL);
    else {
      const change = waiting;
      waiting = undefined;
      change();
    }
  }

  const released = (): void => momentum.released(performance.now());
  element.addEventListener("touchstart", momentum.touched, options);
  element.addEventListener("touchend", released, options);
  element.addEventListener("touchcancel", released, options);
  element.addEventListener("scroll", () => momentum.scrolled(performance.now()), options);

  return {
    run: (change) => {
      waiting = change;
      look();
    },
    isWaiting: () => waiting !== undefined,
    forget: () => {
      waiting = undefined;
    },
    dispose: () => {
      ended.abort();
      clearTimeout(timer);
    },
  };
}

/** Only there can the menu of a long touch be turned off by CSS. */
function isIos(): boolean {
  return CSS.supports("-webkit-touch-callout", "none");
}
