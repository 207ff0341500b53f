import { onCleanup, onMount } from "solid-js";

/**
 * Gives the focus that an element, or what is in it, has when it goes to its heir.
 *
 * It begins with the mount: the server disposes of what it has rendered as well, has no document,
 * and what is thrown there reaches nobody but the process.
 */
export function useFocusHeir(element: () => Element, takeFocus: () => void): void {
  onMount(() =>
    onCleanup(() => {
      if (element().contains(document.activeElement)) takeFocus();
    }),
  );
}
