import { createEffect, Show } from "solid-js";
import { useLocation } from "@solidjs/router";
import { SignInForm } from "./SignInForm.tsx";
import { nameOf } from "./session-words.ts";
import { useSession } from "./session.ts";

/**
 * Asks those whose session has ended to sign in again, over the page that they have open: it stays as
 * it is, with their place and what they have typed.
 */
export function SignInDialog(props: { onToggle: (isOpen: boolean) => void }) {
  const session = useSession();
  const location = useLocation();
  let dialog!: HTMLDialogElement;

  createEffect(() => {
    if (session.isAsking() && !dialog.open) dialog.showModal();
    else if (!session.isAsking() && dialog.open) dialog.close();
  });

  return (
    <dialog
      class="keys sign-in-over"
      aria-labelledby="sign-in-title"
      ref={dialog}
      onToggle={({ newState }) => props.onToggle(newState === "open")}
      onClose={() => session.tell({ type: "dismissed" })}
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
              <a class="button primary wide" href="/" target="_blank" rel="external">
                Sign in again
              </a>
            </p>
          }
        >
          <SignInForm
            waysIn={session.waysIn}
            name={nameOf(session.session)}
            to={location.pathname + location.search}
            isOver
            onSignedIn={(who) => session.tell({ type: "found", who })}
          />
        </Show>
        <form method="dialog">
          <button class="button quiet" type="submit">
            Not now
          </button>
        </form>
      </Show>
    </dialog>
  );
}
