import { createEffect, onCleanup, onMount, untrack } from "solid-js";

interface Modal {
  readonly isWanted: () => boolean;
  /** Runs before it is shown, and before it takes the focus. */
  readonly prepare?: () => void;
  /** It is closed, by whatever: it is not wanted any more. */
  readonly onDismiss: () => void;
}

/**
 * Shows a dialog for as long as it is wanted, and returns what closes it.
 *
 * A browser tells that a dialog was closed with its next frame, which a busy one takes its time for.
 * Who wants it again by then would have it closed under their hands. Therefore closing dismisses at
 * once, and what the browser tells later counts only where the dialog still is closed.
 */
export function useModal(
  dialog: () => HTMLDialogElement,
  { isWanted, prepare, onDismiss }: Modal,
): () => void {
  createEffect(() => {
    const wanted = isWanted();
    if (wanted === dialog().open) return;
    if (!wanted) return dialog().close();
    if (prepare !== undefined) untrack(prepare);
    // oxlint-disable-next-line no-restricted-properties -- the one place
    dialog().showModal();
  });

  function close(): void {
    dialog().close();
    onDismiss();
  }

  onMount(() => {
    const ended = new AbortController();
    const { signal } = ended;
    dialog().addEventListener(
      "cancel",
      (event) => {
        if (event.target === dialog()) close();
      },
      { signal },
    );
    dialog().addEventListener(
      "close",
      () => {
        if (!dialog().open && isWanted()) onDismiss();
      },
      { signal },
    );
    onCleanup(() => ended.abort());
  });

  return close;
}
