import { at } from "../../protocol/base-path.ts";
import { createSignal, Show } from "solid-js";
import { setUp, signIn } from "../api/sign-in.ts";
import { textIn } from "../ui/form-text.ts";
import { createInteractive, InteractiveProvider, useInteractive } from "../ui/interactive.ts";
import { PasswordField } from "../ui/PasswordField.tsx";
import { Title } from "../ui/Title.ts";
import { type Attempt, failed, FIRST_ATTEMPT, send } from "../session/attempt.ts";
import { AttemptWords } from "../session/AttemptWords.tsx";
import { Door } from "./Door.tsx";
import type { SessionOpening } from "../session/opening.ts";

/** The page at which the first admin is made, by whoever can read what the server writes. */
export function SetupPage(props: { readonly opening: SessionOpening }) {
  return (
    <InteractiveProvider value={createInteractive()}>
      <Title>Set up · Tocsin</Title>
      <Door title="Make the first account">
        <Show
          when={props.opening.waysIn.setup}
          fallback={
            <>
              <p>There is an admin already, so nothing is set up here any more.</p>
              <a class="button primary wide" href={at("/sign-in")} rel="external">
                To signing in
              </a>
            </>
          }
        >
          <p>
            It becomes the admin of this server. From then on, whoever comes has to sign in, and you
            decide who may.
          </p>
          <SetupForm />
        </Show>
      </Door>
    </InteractiveProvider>
  );
}

function SetupForm() {
  const isInteractive = useInteractive();
  const [attempt, setAttempt] = createSignal<Attempt>(FIRST_ATTEMPT);

  async function submit(form: HTMLFormElement): Promise<void> {
    const sent = send(attempt(), performance.now());
    if (sent === null) return;
    setAttempt(sent);
    const name = textIn(form, "name").trim();
    const password = textIn(form, "password");
    const made = await setUp(textIn(form, "code").trim(), name, password);
    if (!made.ok) {
      return void setAttempt(failed(made.failure, performance.now()));
    }
    // Where that fails, one can still sign in by hand.
    const signedIn = await signIn(name, password);
    location.replace(at(signedIn.ok ? "/" : "/sign-in"));
  }

  return (
    <form
      class="sign-in"
      method="post"
      action={at("/setup")}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <label class="field">
        <span>Code</span>
        <input
          name="code"
          class="code"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          placeholder="ABCD-EFGH"
          required
          autofocus
          aria-describedby="code-note"
        />
      </label>
      <p class="footnote" id="code-note">
        The server has written it to its standard error, in a line with <code>setup code:</code>.
        Look at the terminal in which it runs, or at its log: <code>journalctl -u tocsin</code>,{" "}
        <code>docker logs tocsin</code>.
      </p>
      <label class="field">
        <span>Your name</span>
        <input
          name="name"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          maxlength="100"
          required
          aria-describedby="name-note"
        />
      </label>
      <p class="footnote" id="name-note">
        It stands beside all that you do, and cannot be changed later.
      </p>
      <PasswordField
        name="password"
        label="Password"
        autocomplete="new-password"
        minlength={8}
        describedBy="password-note"
      />
      <p class="footnote" id="password-note">
        8 characters or more; a few words that do not belong together are good ones.
      </p>
      <AttemptWords attempt={attempt()} />
      <button
        type="submit"
        class="button primary"
        disabled={!isInteractive()}
        aria-busy={attempt().isSending}
      >
        Make the account
      </button>
    </form>
  );
}
