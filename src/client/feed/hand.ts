/** The hand stays on the list for this long (ms) after the pointer last moved over it. */
const LINGER = 2000;
/** So long (ms) after the hand has gone, what it kept out may come in. */
const REST = 10_000;

/** What the reader may be doing with the list, besides moving the pointer over it. */
type Hold = "focus" | "selection" | "dialog";

/** Whether the reader's hand is on the list, so that nothing may move under it. */
export interface Hand {
  readonly moved: (now: number) => void;
  readonly hold: (what: Hold) => void;
  readonly release: (what: Hold, now: number) => void;
  readonly isOn: (now: number) => boolean;
  /** Whether it has been gone long enough. */
  readonly hasRested: (now: number) => boolean;
}

export function createHand(): Hand {
  const holds = new Set<Hold>();
  let goneAt = -Infinity;

  function isOn(now: number): boolean {
    return holds.size > 0 || now < goneAt;
  }

  return {
    moved: (now) => {
      goneAt = Math.max(goneAt, now + LINGER);
    },
    hold: (what) => {
      holds.add(what);
    },
    release: (what, now) => {
      if (holds.delete(what)) goneAt = Math.max(goneAt, now);
    },
    isOn,
    hasRested: (now) => !isOn(now) && now - goneAt >= REST,
  };
}
