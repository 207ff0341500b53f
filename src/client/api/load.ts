import { type Accessor, createSignal } from "solid-js";
import { type Answer, type Failure, isRetried } from "../../protocol/answer.ts";

/** A failed load is tried again after a time that doubles from the one to the other (ms). */
const BACK_OFF = { least: 1000, most: 30_000 };

export type LoadState = "idle" | "loading" | Failure;

/** Something that is loaded over and over, one request at a time. */
export interface Load {
  readonly state: Accessor<LoadState>;
  readonly run: <T>(
    request: (signal: AbortSignal) => Promise<Answer<T>>,
    use: (value: T) => void,
  ) => void;
  /** Forgets the request in flight, or the failure. */
  readonly abort: () => void;
  /** Does not wait any longer to try again what failed. */
  readonly retry: () => void;
}

/** `again` is how a load that failed is tried once more. */
export function createLoad(again: () => void, initial: LoadState = "idle"): Load {
  const [state, setState] = createSignal<LoadState>(initial);
  let controller = new AbortController();
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function abort(): void {
    controller.abort();
    clearTimeout(waiting);
    setState("idle");
  }

  function retry(): void {
    abort();
    again();
  }

  async function run<T>(
    request: (signal: AbortSignal) => Promise<Answer<T>>,
    use: (value: T) => void,
  ): Promise<void> {
    if (state() === "loading") return;
    clearTimeout(waiting);
    controller = new AbortController();
    const { signal } = controller;
    setState("loading");
    const answer = await request(signal);
    if (signal.aborted) return;
    failures = answer.ok ? 0 : failures + 1;
    setState(answer.ok ? "idle" : answer.failure);
    if (answer.ok) return use(answer.value);
    if (!isRetried(answer.failure)) return;
    waiting = setTimeout(retry, Math.min(BACK_OFF.most, BACK_OFF.least * 2 ** (failures - 1)));
  }

  return { state, run: (request, use) => void run(request, use), abort, retry };
}

/** What went wrong, if something did. */
export function failureOf(state: LoadState): Failure | null {
  return typeof state === "object" ? state : null;
}
