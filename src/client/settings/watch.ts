import {
  type Accessor,
  createEffect,
  createMemo,
  createSignal,
  on,
  onCleanup,
  onMount,
} from "solid-js";
import type { Answer, Failure } from "../../protocol/answer.ts";
import { useSession } from "../session/session.ts";
import { createReading, type Read, type Reading } from "./reading.ts";
import { waitAfter } from "./pace.ts";

/** Something that is read again and again. */
export interface Watch {
  /** Reads it now, whenever it would be read next. */
  readonly look: () => Promise<void>;
  /** Why it could not be read when it was last tried, null where it could. */
  readonly failure: Accessor<Failure | null>;
}

/**
 * Looks again and again while somebody can see the page and is signed in: attempts are no events of the
 * log, of which the socket would tell. `use` gets what was read. Where `isWanted` says no, it looks when that
 * changes and when the page comes into sight, until it is answered, and else leaves the server alone. `waitOf`
 * says how long (ms) it waits after so many failures or looks in a row that brought nothing new.
 */
export function createWatch<T>(
  ask: () => Promise<Answer<T>>,
  use: (value: T) => void,
  isWanted: Accessor<boolean> = () => true,
  waitOf: (failures: number, unchanged: number) => number = waitAfter,
): Watch {
  const session = useSession();
  const [failure, setFailure] = createSignal<Failure | null>(null);
  let failures = 0;
  let [unchanged, known] = [0, ""];
  let asked = 0;

  async function look(): Promise<void> {
    const turn = ++asked;
    const answer = await ask();
    // Whoever asked later knows more: this is from before what they have done.
    if (turn !== asked) return;
    failures = answer.ok ? 0 : failures + 1;
    setFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    const read = JSON.stringify(answer.value);
    unchanged = read === known ? unchanged + 1 : 0;
    known = read;
    use(answer.value);
  }

  onMount(() => {
    const ended = new AbortController();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let isLooking = false;
    let isMissed = false;

    async function turn(): Promise<void> {
      clearTimeout(waiting);
      isMissed = isLooking;
      if (isLooking || document.visibilityState === "hidden" || session.isOut()) return;
      isLooking = true;
      await look();
      isLooking = false;
      if (ended.signal.aborted) return;
      // What it was asked meanwhile may be newer than what it has read.
      if (isMissed) void turn();
      else if (isWanted() || failures > 0)
        waiting = setTimeout(() => void turn(), waitOf(failures, unchanged));
    }

    document.addEventListener("visibilitychange", () => void turn(), { signal: ended.signal });
    // What it is reckoned from changes with each look, and it itself rarely.
    const wanted = createMemo(isWanted);
    createEffect(on([session.isOut, wanted], () => void turn()));
    onCleanup(() => {
      ended.abort();
      clearTimeout(waiting);
    });
  });
  return { look, failure };
}

/** What is read with the page and is watched from then on. */
export interface Watched<T> extends Reading<T> {
  /** Why what is shown may be old, null where it is not. */
  readonly failure: Accessor<Failure | null>;
}

/** What was read stays where it cannot be read again. */
export function createWatched<T>(
  read: Read<T>,
  ask: () => Promise<Answer<T>>,
  isWanted?: Accessor<boolean>,
  waitOf?: (failures: number, unchanged: number) => number,
): Watched<T> {
  const first = createReading(read);
  const [latest, setLatest] = createSignal<Answer<T>>();
  const { look, failure } = createWatch(
    ask,
    (value) => setLatest({ ok: true, value }),
    isWanted,
    waitOf,
  );
  const answer = () => latest() ?? first.answer();
  return { answer, again: look, failure: () => (answer()?.ok ? failure() : null) };
}
