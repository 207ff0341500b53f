import { type Accessor, createEffect, createSignal, onCleanup } from "solid-js";

/**
 * Whether this tab is the one that speaks of all that want to: the first, until it is closed. A browser
 * without locks, as on plain http, has them all speak.
 */
export function createSpeaker(name: string, isWanted: Accessor<boolean>): Accessor<boolean> {
  const [isSpeaker, setIsSpeaker] = createSignal(false);
  createEffect(() => {
    if (!isWanted()) return;
    const ended = new AbortController();
    onCleanup(() => {
      setIsSpeaker(false);
      ended.abort();
    });
    if (!("locks" in navigator)) {
      setIsSpeaker(true);
      return;
    }
    const held = navigator.locks.request(name, { signal: ended.signal }, () => {
      setIsSpeaker(true);
      return new Promise<void>((resolve) =>
        ended.signal.addEventListener("abort", () => resolve()),
      );
    });
    // It waited until it was not wanted any more.
    held.catch(() => {});
  });
  return isSpeaker;
}
