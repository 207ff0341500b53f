import { onMount } from "solid-js";
import { CopyButton } from "./CopyButton.tsx";

/** A password to be handed on, shown this once. */
export function PasswordText(props: { name: string; password: string; onDone: () => void }) {
  let text!: HTMLParagraphElement;
  onMount(() => text.focus());
  return (
    <>
      <p tabindex="-1" ref={text}>
        <bdi>{props.name}</bdi> can sign in with this password. It is shown this once: hand it on,
        and let them change it.
      </p>
      <p class="secret-text">
        <code>{props.password}</code>
        <CopyButton text={props.password} what="the password" />
      </p>
      <div class="form-end">
        <button type="button" class="button" onClick={() => props.onDone()}>
          Done
        </button>
      </div>
    </>
  );
}
