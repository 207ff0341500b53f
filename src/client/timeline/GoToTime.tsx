import { createSignal, createUniqueId, Show } from "solid-js";
import { useClock } from "../ui/clock.ts";
import { useModal } from "../ui/modal.ts";
import { readMoment } from "./moment.ts";

interface Props {
  readonly isOpen: boolean;
  /** The newest time there is to go to (ms since 1970). */
  readonly now: number;
  readonly onGo: (time: number) => void;
  readonly onClose: () => void;
  readonly onToggle: (isOpen: boolean) => void;
}

const FORMS = "Such as 2026-03-03, 3 Mar, 14:30, 3 Mar 14:30, Mon or -3d.";

/** Asks for a date or a time, and says what it did not understand. */
export function GoToTime(props: Props) {
  const clock = useClock();
  const [problem, setProblem] = createSignal("");
  const id = createUniqueId();
  let dialog!: HTMLDialogElement;
  let field!: HTMLInputElement;

  const close = useModal(() => dialog, {
    isWanted: () => props.isOpen,
    prepare: () => {
      field.value = "";
      setProblem("");
    },
    onDismiss: () => props.onClose(),
  });

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const time = readMoment(field.value, props.now, clock.zone());
    if (time === null) setProblem(`“${field.value}” is not a date or a time.`);
    else if (time > props.now) setProblem("That is still to come.");
    else {
      close();
      props.onGo(time);
    }
  }

  return (
    <dialog
      class="keys"
      aria-labelledby={`${id}-title`}
      ref={dialog}
      onToggle={({ newState }) => props.onToggle(newState === "open")}
    >
      <form onSubmit={submit}>
        <h2 id={`${id}-title`}>Go to a date or a time</h2>
        <div class="go-to-time-line">
          <input
            aria-labelledby={`${id}-title`}
            ref={field}
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxlength="60"
            placeholder="3 Mar 14:30"
            aria-describedby={`${id}-forms ${id}-problem`}
            aria-invalid={problem() !== ""}
            onInput={() => setProblem("")}
          />
          <button class="button" type="submit">
            Go
          </button>
        </div>
        <p id={`${id}-problem`} class="go-to-time-problem" role="alert">
          <Show when={problem()}>{problem()}</Show>
        </p>
        <p id={`${id}-forms`} class="go-to-time-forms">
          {FORMS}
        </p>
      </form>
    </dialog>
  );
}
