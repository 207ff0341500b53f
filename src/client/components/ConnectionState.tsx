import { createMemo, onCleanup, Show } from "solid-js";
import { usePage } from "../page/page-model.ts";
import { focusFeed } from "../scroll/focus.ts";

const WORDS = { live: "Live", connecting: "Connecting", offline: "Offline" } as const;
const MEANING = {
  live: "Every change reaches this page as it happens",
  connecting: "Changes may be missing until the connection is there",
  offline: "Changes do not reach this page; it tries to connect again",
} as const;

/** Whether the page is live, honestly, and what one can do where it was and is no longer. */
export function ConnectionState() {
  const { connection } = usePage();
  const state = () => connection().state;
  const wasLive = createMemo((was: boolean) => was || state() === "live", false);
  return (
    <>
      <span
        class="connection"
        role="status"
        data-connection={state()}
        title={connection().reason || MEANING[state()]}
      >
        {WORDS[state()]}
      </span>
      <Show when={state() === "offline" || (wasLive() && state() === "connecting")}>
        <TryNow />
      </Show>
    </>
  );
}

function TryNow() {
  const { reconnect } = usePage();
  let button!: HTMLButtonElement;
  onCleanup(() => document.activeElement === button && focusFeed());
  return (
    <button type="button" class="try-now sudden" ref={button} onClick={reconnect}>
      Try now
    </button>
  );
}
