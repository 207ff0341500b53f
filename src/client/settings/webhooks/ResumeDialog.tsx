import { createSignal, createUniqueId, For, onMount, Show } from "solid-js";
import type { Webhook } from "../../../protocol/webhooks.ts";
import { resumeWords } from "./webhook-words.ts";

const PLACES = ["position", "now", "time"] as const;
type Place = (typeof PLACES)[number];

const PLACE_WORDS: Readonly<Record<Place, string>> = {
  position: "From where it stood",
  now: "From now",
  time: "From a time",
};

/** Asks where a webhook is to go on. Who goes away from it leaves it paused. */
export function ResumeDialog(props: {
  webhook: Webhook;
  /** `from` as the API takes it. */
  onResume: (from: string) => void;
  onClose: () => void;
}) {
  const id = createUniqueId();
  const [place, setPlace] = createSignal<Place>("position");
  const [time, setTime] = createSignal("");
  let dialog!: HTMLDialogElement;
  onMount(() => dialog.showModal());

  function resume(): void {
    const chosen = place();
    dialog.close();
    props.onResume(chosen === "time" ? new Date(time()).toISOString() : chosen);
  }

  return (
    <dialog
      class="keys confirm resume"
      aria-labelledby={id}
      ref={dialog}
      onClose={() => props.onClose()}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          resume();
        }}
      >
        <h2 id={id}>
          Resume <bdi>{props.webhook.name}</bdi>
        </h2>
        <For each={PLACES}>
          {(one) => (
            <label class="check choice">
              <input
                type="radio"
                name="from"
                value={one}
                checked={place() === one}
                onChange={() => setPlace(one)}
              />
              <span>
                {PLACE_WORDS[one]} <small>{resumeWords(props.webhook.pending)[one]}</small>
              </span>
            </label>
          )}
        </For>
        <Show when={place() === "time"}>
          <label class="field">
            <span>Since, in your time zone</span>
            <input
              type="datetime-local"
              required
              value={time()}
              onInput={({ currentTarget }) => setTime(currentTarget.value)}
            />
          </label>
        </Show>
        <div class="choices">
          <button type="button" class="button" onClick={() => dialog.close()}>
            Cancel
          </button>
          <button type="submit" class="button primary">
            Resume
          </button>
        </div>
      </form>
    </dialog>
  );
}
