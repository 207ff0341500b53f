import { type Accessor, createSignal, onCleanup, onMount } from "solid-js";

/** Below this width the detail lies over the feed; see detail.css. */
const NARROW = "(max-width: 899px)";

/** Whether there is no room for the feed and the detail side by side. */
export function createNarrow(): Accessor<boolean> {
  const [isNarrow, setIsNarrow] = createSignal(false);
  onMount(() => {
    const query = matchMedia(NARROW);
    const look = (): void => void setIsNarrow(query.matches);
    look();
    query.addEventListener("change", look);
    onCleanup(() => query.removeEventListener("change", look));
  });
  return isNarrow;
}
