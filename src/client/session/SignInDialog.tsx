import { at, within } from "../../protocol/base-path.ts";
import { Show } from "solid-js";
import { useLocation } from "@solidjs/router";
import { useModal } from "../ui/modal.ts";
import { SignInForm } from "./SignInForm.tsx";
import { nameOf } from "./session-words.ts";
import { useSession } from "./session.ts";

export interface SignInProps {
  readonly onToggle: (isOpen: boolean) => void;
}

/**
 * Asks those whose session has ended to sign in again, over the page that they have open: it stays as
 * it is, with their place and what they have typed.
 */
export function SignInDialog(props: SignInProps) {
  const session = useSession();
  const location = useLocation();
  let dialog!: HTMLDialogElement;

  const close = useModal(() => dialog, {
    isWanted: session.isAsking,
    onDismiss: () => session.tell({ type: "dismissed" }),
  });

  return (
    <dialog
      class="keys sign-in-over"
      aria-labelledby="sign-in-title"
      ref={dialog}
      onToggle={({ newState }) => props.onToggle(newState === "open")}
    >
      <Show when={session.isAsking()}>
        <h2 id="sign-in-title">You are signed out</h2>
        <p>
          Sign in to go on where you are: your place and what you have typed are kept. Changes do
          not reach this page until then.
        </p>
        <Show
          when={session.session?.via !== "proxy"}
          fallback={
            <p>
              <a class="button primary wide" href={at("/")} target="_blank" rel="external">
                Sign in again
              </a>
            </p>
          }
        >
          <SignInForm
            waysIn={session.waysIn}
            name={nameOf(session.session)}
            to={within(location.pathname) + location.search}
            isOver
            onSignedIn={(who) => session.tell({ type: "found", who })}
          />
        </Show>
        <button class="button quiet" type="button" onClick={close}>
          Not now
        </button>
      </Show>
    </dialog>
  );
}
