import { For } from "solid-js";
import { useSession } from "../session/session.ts";
import { useModal } from "../ui/modal.ts";
import { keyLines } from "./key-lines.ts";

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onToggle: (isOpen: boolean) => void;
}

/** The keys. */
export function KeysDialog(props: Props) {
  const session = useSession();
  let dialog!: HTMLDialogElement;

  const close = useModal(() => dialog, {
    isWanted: () => props.isOpen,
    onDismiss: () => props.onClose(),
  });

  return (
    <dialog
      class="keys"
      aria-labelledby="keys-title"
      ref={dialog}
      onToggle={({ newState }) => props.onToggle(newState === "open")}
    >
      {/* The focus scrolls to where it is: on a small screen the button lies below all of the keys. */}
      <h2 id="keys-title" tabindex="-1" autofocus>
        Keys
      </h2>
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
      <button class="button" type="button" onClick={close}>
        Close
      </button>
    </dialog>
  );
}
