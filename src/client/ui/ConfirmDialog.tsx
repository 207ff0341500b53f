import { Show } from "solid-js";
import { useModal } from "./modal.ts";

/** What is asked before something is done that cannot be undone. */
export interface Question {
  readonly title: string;
  /** What will be otherwise then. */
  readonly words: string;
  /** What is done, as on its button. */
  readonly action: string;
}

interface Props {
  /** Null while nothing is asked. */
  readonly question: Question | null;
  readonly onAnswer: (isWanted: boolean) => void;
  readonly onToggle?: (isOpen: boolean) => void;
}

/** Asks whether it is meant. Who goes away from it has not meant it. */
export function ConfirmDialog(props: Props) {
  let dialog!: HTMLDialogElement;

  useModal(() => dialog, {
    isWanted: () => props.question !== null,
    onDismiss: () => props.onAnswer(false),
  });

  return (
    <dialog
      class="keys confirm"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-words"
      ref={dialog}
      onToggle={({ newState }) => props.onToggle?.(newState === "open")}
    >
      <Show when={props.question}>
        {(question) => (
          <>
            <h2 id="confirm-title">{question().title}</h2>
            <p id="confirm-words">{question().words}</p>
            <div class="choices">
              <button type="button" class="button" onClick={() => props.onAnswer(false)}>
                Cancel
              </button>
              <button type="button" class="button danger" onClick={() => props.onAnswer(true)}>
                {question().action}
              </button>
            </div>
          </>
        )}
      </Show>
    </dialog>
  );
}
