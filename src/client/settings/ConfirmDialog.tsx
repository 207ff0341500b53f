import { createEffect, Show } from "solid-js";
import { useConfirm } from "./confirm.ts";

/** Asks whether it is meant. Who goes away from it has not meant it. */
export function ConfirmDialog() {
  const confirm = useConfirm();
  let dialog!: HTMLDialogElement;

  createEffect(() => {
    const isAsked = confirm.question() !== null;
    if (isAsked && !dialog.open) dialog.showModal();
    else if (!isAsked && dialog.open) dialog.close();
  });

  return (
    <dialog
      class="keys confirm"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-words"
      ref={dialog}
      onClose={() => confirm.question() !== null && confirm.answer(false)}
    >
      <Show when={confirm.question()}>
        {(question) => (
          <>
            <h2 id="confirm-title">{question().title}</h2>
            <p id="confirm-words">{question().words}</p>
            <div class="choices">
              <button type="button" class="button" onClick={() => confirm.answer(false)}>
                Cancel
              </button>
              <button type="button" class="button danger" onClick={() => confirm.answer(true)}>
                {question().action}
              </button>
            </div>
          </>
        )}
      </Show>
    </dialog>
  );
}
