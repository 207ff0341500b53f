import { For } from "solid-js";
import { useFeed } from "../feed/feed.ts";
import { useSession } from "../session/session.ts";
import { keyLines } from "./keys.ts";

/** The keys. It is opened by its element's `showModal`. */
export function KeysDialog(props: { ref: (dialog: HTMLDialogElement) => void }) {
  const feed = useFeed();
  const session = useSession();
  return (
    <dialog
      class="keys"
      aria-labelledby="keys-title"
      ref={props.ref}
      onToggle={({ newState }) => {
        if (newState === "open") feed.hand.hold("dialog");
        else feed.hand.release("dialog", performance.now());
      }}
    >
      <h2 id="keys-title">Keys</h2>
      <dl>
        <For each={keyLines(session.may("operate"))}>
          {({ keys, words }) => (
            <>
              <dt>
                <For each={keys}>{(key) => <kbd>{key}</kbd>}</For>
              </dt>
              <dd>{words}</dd>
            </>
          )}
        </For>
      </dl>
      <form method="dialog">
        <button class="button" type="submit">
          Close
        </button>
      </form>
    </dialog>
  );
}
