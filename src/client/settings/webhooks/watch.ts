import { type Accessor, createSignal, onCleanup, onMount } from "solid-js";
import type { Answer } from "../../../protocol/answer.ts";
import { createReading, type Read, type Reading } from "../reading.ts";
import { waitAfter } from "./pace.ts";

/**
 * Looks again and again while somebody can see the page: attempts are no events of the log, of which the
 * socket would tell. `look` says whether it could; the answer is how
 * often it could not, in a row.
 */
export function createWatch(look: () => Promise<boolean>): Accessor<number> {
  const [failures, setFailures] = createSignal(0);
  onMount(() => {
    const ended = new AbortController();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let isLooking = false;

    async function turn(): Promise<void> {
      clearTimeout(waiting);
      if (isLooking || document.visibilityState === "hidden") return;
      isLooking = true;
      const isWell = await look();
      isLooking = false;
      if (ended.signal.aborted) return;
      setFailures((before) => (isWell ? 0 : before + 1));
      waiting = setTimeout(() => void turn(), waitAfter(failures()));
    }

    document.addEventListener("visibilitychange", () => void turn(), { signal: ended.signal });
    waiting = setTimeout(() => void turn());
    onCleanup(() => {
      ended.abort();
      clearTimeout(waiting);
    });
  });
  return failures;
}

/** What is read with the page and is watched from then on. */
export interface Watched<T> extends Reading<T> {
  /** Whether what is shown may be old: the server did not answer when it was asked last. */
  readonly isLate: Accessor<boolean>;
}

/** What was read stays where it cannot be read again. */
export function createWatched<T>(read: Read<T>, ask: () => Promise<Answer<T>>): Watched<T> {
  const first = createReading(read);
  const [latest, setLatest] = createSignal<Answer<T>>();

  async function look(): Promise<boolean> {
    const answer = await ask();
    if (answer.ok) setLatest(() => answer);
    return answer.ok;
  }

  const failures = createWatch(look);
  return {
    answer: () => latest() ?? first.answer(),
    again: async () => void (await look()),
    isLate: () => failures() > 0,
  };
}
