import type { Side } from "../window/window.ts";

/** Rows are asked for when the reader is this close to the end of those at hand. */
const MARGIN = "4000px 0px";

export interface Sentinels {
  /** An observer is silent while nothing changes: asks again how things stand. */
  readonly rearm: () => void;
  readonly dispose: () => void;
}

/** Tells when the reader comes near either end of the window. */
export function watchEnds(
  scroller: HTMLElement,
  ends: Readonly<Record<Side, HTMLElement>>,
  near: (side: Side) => void,
): Sentinels {
  // Without `root`, the margin would be clipped by the scroller.
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) near(target === ends.older ? "older" : "newer");
      }
    },
    { root: scroller, rootMargin: MARGIN },
  );

  function rearm(): void {
    for (const end of Object.values(ends)) {
      observer.unobserve(end);
      observer.observe(end);
    }
  }

  rearm();
  return { rearm, dispose: () => observer.disconnect() };
}
