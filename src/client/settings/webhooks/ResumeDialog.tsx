import { createSignal, createUniqueId, For, Show } from "solid-js";
import type { Webhook } from "../../../protocol/webhooks.ts";
import { useClock } from "../../ui/clock.ts";
import { useModal } from "../../ui/modal.ts";
import { fieldTime } from "../../words/time-field.ts";
import { Check } from "../Check.tsx";
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
  const clock = useClock();
  const [place, setPlace] = createSignal<Place>("position");
  const [time, setTime] = createSignal("");
  const notes = () => resumeWords(props.webhook.pending);
  let dialog!: HTMLDialogElement;
  const close = useModal(() => dialog, {
    isWanted: () => true,
    onDismiss: () => props.onClose(),
  });

  function resume(): void {
    const from = placeOf();
    if (from === null) return;
    close();
    props.onResume(from);
  }

  /** As the API takes it; null where a time is wanted and none is typed. */
  function placeOf(): string | null {
    const chosen = place();
    if (chosen !== "time") return chosen;
    const since = fieldTime(time(), clock.zone());
    return since === null ? null : new Date(since).toISOString();
  }

  return (
    <dialog class="keys confirm resume" aria-labelledby={id} ref={dialog}>
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
            <Check
              words={{ name: PLACE_WORDS[one], note: notes()[one] }}
              group="from"
              isChecked={place() === one}
              onChange={() => setPlace(one)}
            />
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
          <button type="button" class="button" onClick={close}>
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
