import { createMemo, onMount, Show } from "solid-js";
import { useCommands } from "../commands/commands.ts";
import { COMMANDS } from "../commands/registry.ts";
import type { ConnectionState } from "../live/connection.ts";
import { focusFeed } from "../ui/focus-feed.ts";
import { useFocusHeir } from "../ui/focus-heir.ts";
import { comeUp, usePresses } from "../ui/press.ts";

/** A way not to wait for the next try, where the page was live and is no longer. */
export function TryNow(props: { connection: ConnectionState }) {
  const state = () => props.connection.state;
  const wasLive = createMemo((was: boolean) => was || state() === "live", false);
  return (
    <Show when={state() === "offline" || (wasLive() && state() === "connecting")}>
      <TryButton />
    </Show>
  );
}

function TryButton() {
  const commands = useCommands();
  const presses = usePresses();
  let button!: HTMLButtonElement;
  onMount(() => comeUp(button, presses));
  useFocusHeir(() => button, focusFeed);
  return (
    <button
      type="button"
      class="button try-now"
      ref={button}
      onClick={() => commands.run("reconnect")}
    >
      {COMMANDS.reconnect.words}
    </button>
  );
}
