import { createMemo, onCleanup, onMount, Show } from "solid-js";
import { usePage } from "../page/page-model.ts";
import { comeUp } from "../page/press.ts";
import { focusFeed } from "../scroll/focus.ts";

/** A way not to wait for the next try, where the page was live and is no longer. */
export function TryNow() {
  const { connection } = usePage();
  const state = () => connection().state;
  const wasLive = createMemo((was: boolean) => was || state() === "live", false);
  return (
    <Show when={state() === "offline" || (wasLive() && state() === "connecting")}>
      <TryButton />
    </Show>
  );
}

function TryButton() {
  const { reconnect, presses } = usePage();
  let button!: HTMLButtonElement;
  onMount(() => comeUp(button, presses));
  onCleanup(() => document.activeElement === button && focusFeed());
  return (
    <button type="button" class="button try-now" ref={button} onClick={reconnect}>
      Try now
    </button>
  );
}
