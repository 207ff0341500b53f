import { createStillness } from "./stillness.ts";

/**
 * The reader's place: a row, and how far (px) its top lies below the top of the scroller. It is
 * absolute and set only when the reader moves, so that corrections cannot add up to a drift.
 */
export interface Anchor {
  readonly alertId: number;
  readonly offset: number;
}

/** Corrections smaller than this (px) would be lost in rounding and are left out. */
const EPSILON = 0.02;
/** Height (px) of the lowest rows, those of a phone. */
const LOWEST = 44;

/**
 * The only one that scrolls the list by itself. It keeps the anchor where it is through every change of the rows,
 * in the same task as the change, so that no frame is painted between.
 */
export interface Scroller {
  /**
   * Changes the rows without moving the reader. `stays` tells which rows will still be there. Where
   * rows change between the reader's place and the row `aimed` at, that one stands still.
   */
  readonly hold: (change: () => void, stays: (alertId: number) => boolean, aimed?: number) => void;
  /** The hand has gone: the rows need no longer stand where it aimed at them. */
  readonly release: () => void;
  /** Changes the rows and puts the reader at a place, or at the top. */
  readonly land: (change: () => void, place: Landing) => void;
  /** Scrolls as little as needed to show the whole row. */
  readonly reveal: (alertId: number) => void;
  readonly anchor: () => Anchor | null;
  readonly atTop: () => boolean;
  /** Whether less than what is seen lies below it. */
  readonly isShort: () => boolean;
  /** The row in the middle of what is seen, 0 where there is none. */
  readonly centre: () => number;
  /** So many rows fill the screen, however low they are. */
  readonly screenful: () => number;
  /** The first and the last row of which anything is seen. */
  readonly onScreen: () => { readonly first: number; readonly last: number } | null;
  readonly dispose: () => void;
}

/** Where the reader is put: at the top, at a row in the middle, or where they were. */
export type Landing = "top" | { readonly centred: number } | Anchor;

export function createScroller(
  element: HTMLElement,
  feed: HTMLElement,
  onScroll: () => void,
): Scroller {
  let anchor: Anchor | null = null;
  let seen = element.scrollTop;
  /** How far (px) the rows are shifted down, see {@link keepUnderHand}. */
  let shift = 0;
  const stillness = createStillness(element);

  /** Stores where the reader is now: the first row that begins in view, of those that stay. */
  function capture(stays: (alertId: number) => boolean = () => true): void {
    seen = element.scrollTop;
    const first = firstFrom(feed, element.getBoundingClientRect().top);
    const rows = [...feed.children];
    const inOrder = [...rows.slice(first), ...rows.slice(0, first).reverse()];
    const row = inOrder.find((candidate) => stays(idOf(candidate)));
    anchor = row ? { alertId: idOf(row), offset: offsetOf(row) } : null;
  }

  function restore(): void {
    if (anchor === null) return;
    const row = rowOf(feed, anchor.alertId);
    if (!row) return;
    moveBy(offsetOf(row) - anchor.offset);
    makeRoom(offsetOf(row) - anchor.offset);
  }

  /** Where too few rows lie below for that place, room stands in for those that are on their way. */
  function makeRoom(missing: number): void {
    if (missing > 0.5) {
      element.dataset["short"] = "";
      moveBy(missing);
    } else if (feed.getBoundingClientRect().bottom >= element.getBoundingClientRect().bottom) {
      delete element.dataset["short"];
    }
  }

  /**
   * By so far, and never to a place: Firefox scrolls on a thread of its own, and where `scrollTop` is
   * written, it throws away the turns of the wheel that it has not told of yet.
   */
  function moveBy(distance: number): void {
    if (Math.abs(distance) >= EPSILON) element.scrollBy({ top: distance, behavior: "instant" });
    seen = element.scrollTop;
  }

  function offsetOf(row: Element): number {
    return row.getBoundingClientRect().top - element.getBoundingClientRect().top;
  }

  function hold(change: () => void, stays: (alertId: number) => boolean, aimed = 0): void {
    stillness.run(() => {
      const moved = element.scrollTop !== seen;
      if (moved || anchor === null || !stays(anchor.alertId)) capture(stays);
      const row = stays(aimed) ? rowOf(feed, aimed) : null;
      const offset = row && offsetOf(row);
      change();
      restore();
      if (row && offset !== null) keepUnderHand(row, offset);
    });
  }

  /** Where the list cannot be scrolled so far, all of it is shifted for as long as the hand is there. */
  function keepUnderHand(row: Element, offset: number): void {
    if (Math.abs(offsetOf(row) - offset) < 0.5) return;
    moveBy(offsetOf(row) - offset);
    const missing = offset - offsetOf(row);
    if (Math.abs(missing) >= 0.5) shiftBy(shift + missing);
    capture();
  }

  function shiftBy(distance: number): void {
    shift = distance;
    feed.style.marginTop = distance === 0 ? "" : `${distance}px`;
  }

  function release(): void {
    // In its place the change that waits for the list to be still would be lost.
    if (shift === 0 || stillness.isWaiting()) return;
    hold(
      () => shiftBy(0),
      () => true,
    );
  }

  function land(change: () => void, place: Landing): void {
    stillness.forget();
    shiftBy(0);
    change();
    const row = place === "top" ? null : nearestRow(feed, idAt(place));
    if (place === "top" || row === null) moveBy(-element.scrollTop);
    else if ("centred" in place) moveBy(offsetOf(row) - centredOffset(element, row));
    else return keepAt(row, place.offset);
    capture();
  }

  function keepAt(row: Element, offset: number): void {
    anchor = { alertId: idOf(row), offset };
    restore();
  }

  function reveal(alertId: number): void {
    const row = rowOf(feed, alertId);
    if (!row) return;
    const above = offsetOf(row);
    const below = above + row.clientHeight - element.clientHeight;
    if (above < 0) moveBy(above);
    else if (below > 0) moveBy(Math.min(below, above));
    capture();
  }

  function scrolled(): void {
    // Our own corrections end in scroll events too. They do not move the reader.
    if (element.scrollTop !== seen) capture();
    onScroll();
  }

  function resized(): void {
    if (element.scrollTop === seen) restore();
  }

  // Called between layout and paint: fonts, widths and wrapping titles change heights unseen.
  const observer = new ResizeObserver(resized);
  observer.observe(feed);
  observer.observe(element);
  // Sooner than the observer, so that nobody else sees the rows displaced in that frame.
  addEventListener("resize", resized);
  element.addEventListener("scroll", scrolled, { passive: true });
  capture();

  return {
    hold,
    release,
    land,
    reveal,
    anchor: () => {
      if (element.scrollTop !== seen) capture();
      return anchor;
    },
    atTop: () => element.scrollTop <= 0,
    isShort: () =>
      feed.getBoundingClientRect().bottom <
      element.getBoundingClientRect().top + 2 * element.clientHeight,
    centre: () => {
      const middle = element.getBoundingClientRect().top + element.clientHeight / 2;
      const row = feed.children[Math.min(firstFrom(feed, middle), feed.children.length - 1)];
      return row ? idOf(row) : 0;
    },
    screenful: () => Math.ceil(element.clientHeight / LOWEST),
    onScreen: () => {
      const { top } = element.getBoundingClientRect();
      const first = feed.children[Math.max(firstFrom(feed, top + 1) - 1, 0)];
      const last = feed.children[Math.max(firstFrom(feed, top + element.clientHeight) - 1, 0)];
      return first && last ? { first: idOf(first), last: idOf(last) } : null;
    },
    dispose: () => {
      stillness.dispose();
      observer.disconnect();
      removeEventListener("resize", resized);
      element.removeEventListener("scroll", scrolled);
    },
  };
}

function centredOffset(element: Element, row: Element): number {
  return Math.max((element.clientHeight - row.clientHeight) / 2, 0);
}

/** The index of the first row whose top is not above `y`, by bisection. */
function firstFrom(feed: Element, y: number): number {
  let low = 0;
  let high = feed.children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const top = feed.children[middle]?.getBoundingClientRect().top ?? y;
    // Half a pixel of grace: a row that was put at the top may lie a fraction above it.
    if (top < y - 0.5) low = middle + 1;
    else high = middle;
  }
  return low;
}

function idAt(place: Anchor | { readonly centred: number }): number {
  return "centred" in place ? place.centred : place.alertId;
}

/** The row of the alert; where it has gone, the next older one. */
function nearestRow(feed: Element, alertId: number): Element | null {
  return [...feed.children].find((row) => idOf(row) <= alertId) ?? feed.lastElementChild;
}

export function rowOf(feed: ParentNode, alertId: number): HTMLElement | null {
  return feed.querySelector<HTMLElement>(`:scope > [data-alert-id="${alertId}"]`);
}

export function idOf(row: Element): number {
  return Number(row.getAttribute("data-alert-id"));
}
