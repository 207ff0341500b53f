/** A browser that is driven from outside, with one page. */
export interface Engine {
  /** Its name and version, as it tells them. */
  readonly version: string;
  /** Loads a page and waits until it has. */
  goto(url: string): Promise<void>;
  /** Goes through the history, as the buttons of the browser do. */
  traverse(steps: 1 | -1): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function in the page, which knows nothing but its arguments. All that it is given and gives is JSON. */
  evaluate<A extends readonly unknown[], R>(
    run: (...given: A) => R | Promise<R>,
    ...given: A
  ): Promise<R>;
  /** Does what a hand does, and waits until the page has been told. */
  perform(source: Source): Promise<void>;
  close(): Promise<void>;
}

/** What a hand does, as both W3C WebDriver and WebDriver BiDi write it. */
export type Source =
  | { readonly type: "wheel"; readonly id: string; readonly actions: readonly Turn[] }
  | { readonly type: "key"; readonly id: string; readonly actions: readonly KeyAction[] }
  | { readonly type: "pointer"; readonly id: string; readonly actions: readonly PointerAction[] };

/** One turn of the wheel over a point of the page's view, all in px. */
export interface Turn {
  readonly type: "scroll";
  readonly x: number;
  readonly y: number;
  readonly deltaX: number;
  readonly deltaY: number;
}

type KeyAction = { readonly type: "keyDown" | "keyUp"; readonly value: string };

type PointerAction =
  | { readonly type: "pointerMove"; readonly x: number; readonly y: number }
  | { readonly type: "pointerDown" | "pointerUp"; readonly button: 0 };

/** The size of the page's view (px). */
export const VIEW = { width: 1280, height: 800 } as const;

/** How long (ms) an engine may take to start, or to answer: to end what hangs, not to measure. */
export const PATIENCE = 100_000;
