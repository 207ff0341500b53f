import { type Component, createComponent, createSignal, onCleanup, onMount, Show } from "solid-js";
import type { SuggestionsProps } from "./Suggestions.tsx";

/** Where suggestions appear. What makes them is loaded once somebody is about to type, with the focus. */
export function SuggestionsPlace(props: SuggestionsProps) {
  const [Suggestions, setSuggestions] = createSignal<Component<SuggestionsProps>>();

  async function load(): Promise<void> {
    if (Suggestions()) return;
    // Without a network there is nothing to suggest, either.
    const loaded = await import("./Suggestions.tsx").catch(() => null);
    if (loaded) setSuggestions(() => loaded.Suggestions);
  }

  onMount(() => {
    const { input } = props;
    // The focus may be there before the script.
    if (document.activeElement === input) void load();
    const focused = (): void => void load();
    input.addEventListener("focus", focused);
    onCleanup(() => input.removeEventListener("focus", focused));
  });
  return <Show when={Suggestions()}>{(Loaded) => createComponent(Loaded(), props)}</Show>;
}
