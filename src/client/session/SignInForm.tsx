import { at } from "../../protocol/base-path.ts";
import { createSignal, onCleanup, onMount, Show } from "solid-js";
import type { Answer } from "../../protocol/answer.ts";
import type { SessionAnswer, WaysIn } from "../../protocol/session.ts";
import { signIn } from "../api/sign-in.ts";
import { useInteractive } from "../ui/interactive.ts";
import { PasswordField } from "../ui/PasswordField.tsx";
import { AttemptWords } from "./AttemptWords.tsx";
import { failed, FIRST_ATTEMPT, send } from "./attempt.ts";

interface Props {
  readonly waysIn: WaysIn;
  /** Who has signed in here before, empty where nobody has. */
  readonly name: string;
  /** Where an identity provider sends people back to. */
  readonly to: string;
  /** Whether the page lies beneath and has to stay as it is. */
  readonly isOver: boolean;
  readonly onSignedIn: (who: SessionAnswer) => void;
}

/** How one signs in, by name and password or by way of an identity provider. */
export function SignInForm(props: Props) {
  return (
    <>
      <Show when={props.waysIn.password}>
        <PasswordForm {...props} />
      </Show>
      <Show when={props.waysIn.oidc}>
        {(provider) => <ProviderLink {...props} provider={provider()} />}
      </Show>
      <Show when={!props.waysIn.password && props.waysIn.oidc === null}>
        <p>Whoever runs this server lets people in by other means. Ask them.</p>
      </Show>
    </>
  );
}

/** A real form, as password managers know them. Without script it cannot be sent. */
function PasswordForm(props: Props) {
  const isInteractive = useInteractive();
  const [attempt, setAttempt] = createSignal(FIRST_ATTEMPT);
  let name!: HTMLInputElement;
  let password!: HTMLInputElement;
  let isGone = false;
  onCleanup(() => (isGone = true));

  // A page puts the focus where the attribute says; what comes up over it has to do so itself.
  onMount(() => {
    if (props.isOver) (props.name === "" ? name : password).focus();
  });

  async function submit(): Promise<void> {
    const sent = send(attempt(), performance.now());
    if (sent === null) return;
    setAttempt(sent);
    const answer: Answer<SessionAnswer> = await signIn(name.value, password.value);
    if (isGone) return;
    if (answer.ok) return props.onSignedIn(answer.value);
    setAttempt(failed(answer.failure, performance.now()));
    password.select();
  }

  return (
    <form
      class="sign-in"
      method="post"
      action={at("/sign-in")}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label class="field">
        <span>Name</span>
        <input
          name="name"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          autofocus={!props.isOver}
          value={props.name}
          ref={name}
        />
      </label>
      <PasswordField
        name="password"
        label="Password"
        autocomplete="current-password"
        ref={(input) => (password = input)}
      />
      <AttemptWords attempt={attempt()} />
      <button
        type="submit"
        class="button primary"
        disabled={!isInteractive()}
        aria-busy={attempt().isSending}
      >
        Sign in
      </button>
    </form>
  );
}

function ProviderLink(props: Props & { readonly provider: string }) {
  return (
    <>
      <Show when={props.waysIn.password}>
        <p class="or">or</p>
      </Show>
      <a
        class="button wide"
        classList={{ primary: !props.waysIn.password }}
        href={at(`/auth/start?${new URLSearchParams({ to: props.to })}`)}
        rel="external"
        // To leave the page would be to lose one's place on it.
        target={props.isOver ? "_blank" : undefined}
      >
        Sign in with {props.provider}
      </a>
    </>
  );
}
