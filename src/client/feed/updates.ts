import type { Update } from "../window/window.ts";

/** The updates as they come, for everyone who has to hear of them. */
export interface Updates {
  readonly tell: (update: Update) => void;
  /** Hears every update until the returned function is called. */
  readonly listen: (listener: (update: Update) => void) => () => void;
  /** Keeps what comes from now on, for an answer that may turn out to be older. */
  readonly record: () => Recording;
}

interface Recording {
  readonly updates: readonly Update[];
  readonly stop: () => void;
}

export function createUpdates(): Updates {
  const listeners = new Set<(update: Update) => void>();

  function listen(listener: (update: Update) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return {
    tell: (update) => listeners.forEach((listener) => listener(update)),
    listen,
    record: () => {
      const updates: Update[] = [];
      return { updates, stop: listen((update) => updates.push(update)) };
    },
  };
}
