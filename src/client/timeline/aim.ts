import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";
import type { Feed } from "../feed/feed.ts";
import type { Place } from "../feed/place.ts";

/** Where somebody wants to be. */
export interface Aim {
  /** The time (ms since 1970) that was chosen last, until the reader goes elsewhere by another way. */
  readonly time: Accessor<number | null>;
  /** Points at a time, and goes nowhere yet. */
  readonly at: (time: number | null) => void;
  /** Goes there at once; keys that are held, only so often. */
  readonly go: (time: number) => void;
}

/** A key that is held asks for another place this often at most (ms). */
const OFTEN = 150;

/** `jump` lands at a time, as the page does. What is not before `now` is the head, what is not after `first`, the end. */
export function createAim(
  feed: Feed,
  place: Accessor<Place | null>,
  jump: (time: number) => void,
  bounds: () => { readonly first: number | null; readonly now: number },
): Aim {
  const [time, setTime] = createSignal<number | null>(null);
  let hasLanded = false;
  let wentAt = -Infinity;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function go(to: number): void {
    aim(to);
    clearTimeout(waiting);
    const rest = wentAt + OFTEN - performance.now();
    // In another task, the server would be asked only after a frame: a dialog that closes makes that a dear one.
    if (rest <= 0) land(to);
    else waiting = setTimeout(land, rest, to);
  }

  function land(to: number): void {
    wentAt = performance.now();
    const { first, now } = bounds();
    if (to >= now) feed.bring();
    else if (first !== null && to <= first) feed.jumpToOldest();
    else jump(to);
  }

  function aim(to: number | null): void {
    hasLanded = false;
    setTime(to);
  }

  // The first place after a landing is where it has led; another one is the reader's own.
  createEffect(
    on(
      place,
      (now) => {
        if (time() === null || now === null || feed.landing.state() === "loading") return;
        if (hasLanded) setTime(null);
        hasLanded = true;
      },
      { defer: true },
    ),
  );
  onCleanup(() => clearTimeout(waiting));

  return { time, at: aim, go };
}
