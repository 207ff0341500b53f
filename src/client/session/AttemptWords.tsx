import { createEffect, createSignal, onCleanup, Show } from "solid-js";
import { type Attempt, waitOf } from "./attempt.ts";

/** What went wrong, in room that is kept for it; who has to wait sees the time pass. */
export function AttemptWords(props: { attempt: Attempt }) {
  const [wait, setWait] = createSignal(0);

  createEffect(() => {
    const { attempt } = props;
    const look = (): void => void setWait(waitOf(attempt, performance.now()));
    look();
    if (wait() === 0) return;
    const ticking = setInterval(look, 250);
    onCleanup(() => clearInterval(ticking));
  });

  return (
    <p class="attempt">
      {/* Said once: who hears it would not want to hear every second. */}
      <span role="alert">
        {props.attempt.words}
        <Show when={wait() > 0}>
          <span class="unseen"> Wait until the button can be pressed again.</span>
        </Show>
      </span>
      <Show when={wait() > 0}>
        <span aria-hidden="true"> Wait {wait()} s.</span>
      </Show>
    </p>
  );
}
