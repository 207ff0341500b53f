/** The list is still once it has not scrolled for this long (ms) after the touch ended. */
export const STILL = 150;

/** Whether a touch moves the list, or the momentum that the touch has left behind. */
export interface Momentum {
  readonly touched: () => void;
  readonly released: (now: number) => void;
  readonly scrolled: (now: number) => void;
  readonly isMoving: (now: number) => boolean;
}

export function createMomentum(): Momentum {
  let isTouched = false;
  let movedAt = -Infinity;

  function isMoving(now: number): boolean {
    return isTouched || now - movedAt < STILL;
  }

  return {
    touched: () => {
      isTouched = true;
    },
    released: (now) => {
      isTouched = false;
      movedAt = now;
    },
    // A list that scrolls without having been touched is scrolled by something else.
    scrolled: (now) => {
      if (isMoving(now)) movedAt = now;
    },
    isMoving,
  };
}
