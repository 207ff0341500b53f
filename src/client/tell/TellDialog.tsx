import { createSignal, createUniqueId } from "solid-js";
import { useModal } from "../ui/modal.ts";
import type { Choice } from "./choices.ts";
import { askToNotify, notify, playSound } from "./speak.ts";

/** A view that somebody may want to be told of. */
export interface Tellable {
  readonly name: string;
  readonly choice: Choice;
}

interface Props {
  /** Null while nothing is asked. */
  readonly asked: Tellable | null;
  /** Whether the browser has kept it. */
  readonly onChoose: (choice: Choice) => boolean;
  readonly onClose: () => void;
  readonly onToggle: (isOpen: boolean) => void;
}

/** Asks how one wants to be told of what a view catches. Whoever may not be shown anything hears why. */
export function TellDialog(props: Props) {
  const [problem, setProblem] = createSignal("");
  const [isUnderWay, setUnderWay] = createSignal(false);
  const id = createUniqueId();
  let dialog!: HTMLDialogElement;
  let notifies!: HTMLInputElement;
  let sounds!: HTMLInputElement;

  const close = useModal(() => dialog, {
    isWanted: () => props.asked !== null,
    prepare: () => {
      notifies.checked = props.asked?.choice.notify ?? false;
      sounds.checked = props.asked?.choice.sound ?? false;
      setProblem("");
    },
    onDismiss: () => props.onClose(),
  });

  /** Shows one at once, so that it is known that they come. */
  async function tryToNotify(name: string): Promise<string> {
    const refusal = await askToNotify();
    if (refusal !== "") return refusal;
    const sample = {
      title: name,
      body: "You will be told of new alerts here.",
      tag: "sample",
      path: "",
    };
    return notify(sample, () => {}) ? "" : "This browser shows none of a page that is merely open.";
  }

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { asked } = props;
    if (asked === null || isUnderWay()) return;
    const choice = { notify: notifies.checked, sound: sounds.checked };
    if (choice.notify && !asked.choice.notify) {
      setUnderWay(true);
      const refusal = await tryToNotify(asked.name);
      setUnderWay(false);
      // Cancelled, while the browser was asking.
      if (props.asked?.name !== asked.name) return;
      if (refusal !== "") return void setProblem(refusal);
    }
    if (!props.onChoose(choice)) return void setProblem("This browser keeps nothing for Tocsin.");
    close();
  }

  return (
    <dialog
      class="keys view-dialog"
      aria-labelledby={`${id}-title`}
      ref={dialog}
      onToggle={({ newState }) => props.onToggle(newState === "open")}
    >
      <form onSubmit={(event) => void save(event)}>
        <h2 id={`${id}-title`}>
          Be told of <bdi>{props.asked?.name}</bdi>
        </h2>
        <p class="tell-lead">
          Of what it catches from now on, at most every ten seconds, while a page of Tocsin is open
          in this browser. Not of what is snoozed, nor of what you do yourself.
        </p>
        <label class="view-choice">
          <input
            ref={notifies}
            type="checkbox"
            aria-describedby={`${id}-problem`}
            onChange={() => setProblem("")}
          />
          <span>
            Show a notification
            <small>Pressing it leads to the alert, or to the view.</small>
          </span>
        </label>
        <label class="view-choice">
          <input
            ref={sounds}
            type="checkbox"
            onChange={({ currentTarget }) => {
              if (currentTarget.checked) playSound().catch(() => {});
            }}
          />
          <span>
            Play a sound
            <small>Two short tones, as you hear them now.</small>
          </span>
        </label>
        <p id={`${id}-problem`} class="view-problem" role="alert">
          {problem()}
        </p>
        <div class="choices">
          <button type="button" class="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="button primary" aria-busy={isUnderWay()}>
            Save
          </button>
        </div>
      </form>
    </dialog>
  );
}
