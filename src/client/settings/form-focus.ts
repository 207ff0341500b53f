import { onCleanup, onMount } from "solid-js";

/** Who closes a form from within it is where they were when they opened it, which is before a field of it has the focus. */
export function useOpener(form: () => HTMLFormElement): void {
  const opener = document.activeElement;
  onMount(() =>
    onCleanup(() => {
      const isInside = form().contains(document.activeElement);
      if (isInside && opener instanceof HTMLElement) opener.focus();
    }),
  );
}

/** Goes to what has to be mended of a field, wherever it is folded away. */
export function focusField(form: HTMLFormElement, field: string): void {
  const at = form.querySelector(`[data-field="${field}"]`);
  at?.closest("details")?.setAttribute("open", "");
  const wrong = at?.querySelector<HTMLElement>('[aria-invalid="true"]');
  (wrong ?? at?.querySelector<HTMLElement>("input"))?.focus();
}
