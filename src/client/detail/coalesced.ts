export interface Coalesced {
  /** Asks for a run that begins after this. */
  readonly ask: () => void;
  /** Aborts what is under way; nothing runs any more. */
  readonly stop: () => void;
}

/**
 * Runs something for all who ask, one run at a time and with a pause (ms) after each. Who asks while
 * one is under way is served by one more, never by one that begins anew: however often is asked,
 * every run comes to its end.
 */
export function coalesced(run: (signal: AbortSignal) => Promise<void>, pause: number): Coalesced {
  const controller = new AbortController();
  const { signal } = controller;
  let isUnderWay = false;
  let isWanted = false;

  async function serve(): Promise<void> {
    isUnderWay = true;
    while (isWanted && !signal.aborted) {
      isWanted = false;
      await run(signal);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    isUnderWay = false;
  }

  function ask(): void {
    isWanted = true;
    if (!isUnderWay) void serve();
  }

  return { ask, stop: () => controller.abort() };
}
