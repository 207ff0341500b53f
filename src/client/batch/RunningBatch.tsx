import { createSignal, Show } from "solid-js";
import { focusFeed } from "../ui/focus-feed.ts";
import { useFocusHeir } from "../ui/focus-heir.ts";
import { doingWords } from "./batch-words.ts";
import type { Running } from "./batch.ts";

/** How far it is with all that match, and a way to break it off. */
export function RunningBatch(props: { running: Running; onCancel: () => Promise<void> }) {
  const [isCancelled, setIsCancelled] = createSignal(false);
  const progress = () => props.running.operation.progress;
  let element!: HTMLDivElement;
  const words = () => {
    const { action, counted } = props.running;
    return doingWords(action, { ...progress(), total: progress().total ?? counted });
  };

  useFocusHeir(() => element, focusFeed);

  async function cancel(): Promise<void> {
    setIsCancelled(true);
    await props.onCancel();
  }

  return (
    <div class="many-panel many-running" role="group" aria-label={words()} ref={element}>
      <span aria-hidden="true">{words()}</span>
      {/* Without a value it says that nothing is done yet: they are still being looked for. */}
      <Show when={progress().total} fallback={<progress aria-label={words()} />}>
        {(total) => <progress aria-label={words()} value={progress().done} max={total()} />}
      </Show>
      <button
        type="button"
        class="button"
        aria-busy={isCancelled()}
        onClick={() => void (isCancelled() || cancel())}
      >
        {isCancelled() ? "Cancelling…" : "Cancel"}
      </button>
    </div>
  );
}
