import { Show } from "solid-js";
import { CopyButton } from "../CopyButton.tsx";

/** What the requests of a webhook are signed with, shown this once. */
export function SecretText(props: {
  secret: string;
  /** Whether it takes the place of another. */
  isRenewed?: boolean;
}) {
  return (
    <>
      <p>
        Its requests are signed with this secret: give it to the receiver, which verifies them with
        any library of Standard Webhooks. It is shown this once. Nobody can look it up later, here
        neither.
        <Show when={props.isRenewed}> For 24 hours they are signed with the old one, too.</Show>
      </p>
      <p class="secret-text">
        <code>{props.secret}</code>
        <CopyButton text={props.secret} what="the secret" />
      </p>
    </>
  );
}
