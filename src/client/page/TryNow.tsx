import { createMemo, onMount, Show } from "solid-js";
import { useCommands } from "../commands/commands.ts";
import { COMMANDS } from "../commands/registry.ts";
import type { ConnectionState } from "../live/connection.ts";
import { useSession } from "../session/session.ts";
import { focusFeed } from "../ui/focus-feed.ts";
import { useFocusHeir } from "../ui/focus-heir.ts";
import { comeUp, usePresses } from "../ui/press.ts";

/**
 * A way not to wait for the next try, where the page was live and is no longer; or to sign in, where
 * that is what it waits for.
 */
export function TryNow(props: { connection: ConnectionState }) {
  const session = useSession();
  const state = () => props.connection.state;
  const wasLive = createMemo((was: boolean) => was || state() === "live", false);
  const words = () => {
    if (state() === "signed-out") return session.isAsking() ? null : "Sign in";
    const isDown = state() === "offline" || (wasLive() && state() === "connecting");
    return isDown ? COMMANDS.reconnect.words : null;
  };
  return <Show when={words()}>{(shown) => <TryButton words={shown()} />}</Show>;
}

function TryButton(props: { words: string }) {
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
      {props.words}
    </button>
  );
}
