/** The hand stays on the list for this long (ms) after the pointer last moved over it. */
const LINGER = 2000;
/** A mouse that lies over the list is somebody's hand for this long (ms) after it last moved. */
const LEFT_BEHIND = 60_000;
/** So long (ms) after the hand has gone, what it kept out may come in. */
const REST = 10_000;

/** What the reader may be doing with the list, besides moving the pointer over it. */
export type Hold = "focus" | "selection" | "dialog" | "press" | "touch" | "menu";

/**
 * Whether the reader's hand is on the list, so that nothing may move under it. Times are in ms of a
 * clock that nobody sets.
 */
export interface Hand {
  /** It moved over the list, or did something there. */
  readonly moved: (now: number) => void;
  /** It moved over the list with a pointer that can stay there without touching it. */
  readonly hovered: (now: number) => void;
  /** That pointer is elsewhere now. */
  readonly left: (now: number) => void;
  readonly hold: (what: Hold) => void;
  readonly release: (what: Hold, now: number) => void;
  readonly isOn: (now: number) => boolean;
  /** Whether it has been gone long enough. */
  readonly hasRested: (now: number) => boolean;
}

export function createHand(): Hand {
  const holds = new Set<Hold>();
  let goneAt = -Infinity;
  let hoversUntil = -Infinity;

  function moved(now: number): void {
    goneAt = Math.max(goneAt, now + LINGER);
  }

  function isOn(now: number): boolean {
    return holds.size > 0 || now < goneAt || now < hoversUntil;
  }

  return {
    moved,
    hovered: (now) => {
      moved(now);
      hoversUntil = now + LEFT_BEHIND;
    },
    left: (now) => {
      hoversUntil = Math.min(hoversUntil, now);
    },
    hold: (what) => {
      holds.add(what);
    },
    release: (what, now) => {
      if (holds.delete(what)) goneAt = Math.max(goneAt, now);
    },
    isOn,
    hasRested: (now) => !isOn(now) && now - Math.max(goneAt, hoversUntil) >= REST,
  };
}
