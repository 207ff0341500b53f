import type { Side } from "../window/window.ts";

/** Rows are asked for when the reader is this close to the end of those at hand. */
const MARGIN = "4000px 0px";

export interface Sentinels {
  /** An observer is silent while nothing changes: asks again how things stand. */
  readonly rearm: () => void;
  readonly dispose: () => void;
}

/**
 * Tells when the reader comes near either end of the window, and goes on telling with every step of
 * the scroll and every change of the screen's height while they are: on a high screen an end is
 * near long before a page on its side is wanted.
 */
export function watchEnds(
  scroller: HTMLElement,
  ends: Readonly<Record<Side, HTMLElement>>,
  near: (side: Side) => void,
): Sentinels {
  const close = new Set<Side>();
  const tell = (): void => close.forEach(near);

  // Without `root`, the margin would be clipped by the scroller.
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const side = target === ends.older ? "older" : "newer";
        if (isIntersecting) close.add(side);
        else close.delete(side);
      }
      tell();
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
  scroller.addEventListener("scroll", tell, { passive: true });
  addEventListener("resize", tell);
  return {
    rearm,
    dispose: () => {
      observer.disconnect();
      scroller.removeEventListener("scroll", tell);
      removeEventListener("resize", tell);
    },
  };
}
