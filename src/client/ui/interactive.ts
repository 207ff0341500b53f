import { type Accessor, createSignal, onCleanup, onMount } from "solid-js";
import { requiredContext } from "./required-context.ts";

/** Whether the script is there. Until then everything is plain links and text. */
export const [InteractiveProvider, useInteractive] =
  requiredContext<Accessor<boolean>>("interactive page");

export function createInteractive(): Accessor<boolean> {
  const [isInteractive, setIsInteractive] = createSignal(false);
  onMount(() => {
    const waking = setTimeout(() => setIsInteractive(true));
    onCleanup(() => clearTimeout(waking));
  });
  return isInteractive;
}
