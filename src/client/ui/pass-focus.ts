import { onCleanup, onMount } from "solid-js";

/**
 * Passes on the focus that an element has when it goes.
 *
 * It begins with the mount: the server disposes of what it has rendered as well, has no document,
 * and what is thrown there reaches nobody but the process.
 */
export function passFocus(element: () => Element, pass: () => void): void {
  onMount(() =>
    onCleanup(() => {
      if (document.activeElement === element()) pass();
    }),
  );
}
