import { type Accessor, createEffect, createSignal, onCleanup, untrack } from "solid-js";

/** So long (ms) after the page is live, what is not needed for that may be loaded. */
const CALM = 500;
/** Each of these parts is loaded so long (ms) after the one before: all at once, they would run in one long task. */
const APART = 40;
/** For so long (ms) a page has just begun. */
export const NEW = 10_000;

/** A part of the page that need not be there from the beginning. */
export interface Part<T extends object> {
  /** The part, if it is there. */
  readonly now: () => T | undefined;
  readonly load: () => Promise<T>;
}

export function partOf<T extends object>(load: () => Promise<T>): Part<T> {
  let there: T | undefined;
  return { now: () => there, load: async () => (there ??= await load()) };
}

interface Occasion {
  readonly isLive: boolean;
  /** It was wanted, and could not be loaded. */
  readonly onMissing?: () => void;
}

export interface Later<T extends object> {
  /** The part, once it is there. */
  readonly loaded: Accessor<T | undefined>;
  /** Whether it was wanted, and could not be loaded. */
  readonly isMissing: Accessor<boolean>;
  /** Loads it now, if it is not there yet; undefined if it cannot be loaded, which is told. */
  readonly want: () => Promise<T | undefined>;
}

/** When the next may be loaded. */
let freeAt = 0;

/** A part that is loaded after the first view, or as soon as it is wanted. */
export function createLater<T extends object>(
  part: Part<T>,
  occasion: Occasion,
  isWanted: () => boolean = () => false,
): Later<T> {
  const [loaded, setLoaded] = createSignal(part.now());
  const [isMissing, setIsMissing] = createSignal(false);
  let loading: Promise<T | undefined> | null = null;

  async function tryToLoad(): Promise<T | undefined> {
    try {
      const there = await part.load();
      setLoaded(() => there);
      setIsMissing(false);
      return there;
    } catch {
      // Without a network, or after the server has been updated. It is tried again when it is wanted, or live again.
      loading = null;
      return undefined;
    }
  }

  async function want(): Promise<T | undefined> {
    const wasMissing = untrack(isMissing);
    setIsMissing(false);
    const there = await (loading ??= tryToLoad());
    if (there !== undefined) return there;
    // Firefox never asks again for a script that it could not load once, and a page that is older than the server's
    // scripts asks for what is gone: only a new page helps, which is at the same place. One that has just begun is none.
    if (wasMissing && occasion.isLive && performance.now() > NEW) location.reload();
    setIsMissing(true);
    occasion.onMissing?.();
    return undefined;
  }

  createEffect(() => {
    if (isWanted()) void want();
  });
  createEffect(() => {
    if (!occasion.isLive) return;
    const now = performance.now();
    const at = Math.max(now + CALM, freeAt);
    freeAt = at + APART;
    const waiting = setTimeout(() => void (loading ??= tryToLoad()), at - now);
    onCleanup(() => clearTimeout(waiting));
  });
  return { loaded, isMissing, want };
}
