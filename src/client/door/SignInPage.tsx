import { at } from "../../protocol/base-path.ts";
import { useLocation } from "@solidjs/router";
import { Show } from "solid-js";
import { createInteractive, InteractiveProvider } from "../ui/interactive.ts";
import { Title } from "../ui/Title.ts";
import { Door } from "./Door.tsx";
import { startAt } from "./start.ts";
import type { SessionOpening } from "../session/opening.ts";
import { attemptWords } from "../session/attempt.ts";
import { nameOf } from "../session/session-words.ts";
import { SignInForm } from "../session/SignInForm.tsx";
import { returnToOf } from "../../protocol/return-to.ts";

/** The page for signing in. It leads to where one wanted to go. */
export function SignInPage(props: { readonly opening: SessionOpening }) {
  const location = useLocation();
  const to = () => returnToOf(new URLSearchParams(location.search).get("to"));
  const who = () => nameOf(props.opening.session);
  /** Why whoever went to an identity provider is back here. */
  const problem = () => {
    const code = new URLSearchParams(location.search).get("problem");
    return (
      code && attemptWords({ code, title: "The sign-in came to nothing. Try again", detail: "" })
    );
  };
  return (
    <InteractiveProvider value={createInteractive()}>
      <Title>Sign in · Tocsin</Title>
      <Door title="Sign in">
        <Show when={problem()}>
          {(words) => (
            <p class="attempt slim" role="alert">
              {words()}
            </p>
          )}
        </Show>
        <Show when={who()}>
          {(name) => (
            <p>
              You are signed in as <b dir="auto">{name()}</b>.{" "}
              <a href={at(to())} rel="external">
                Go on
              </a>
            </p>
          )}
        </Show>
        <Show when={props.opening.waysIn.setup}>
          <p>
            There is no account here yet.{" "}
            <a href={at("/setup")} rel="external">
              Make the first one
            </a>
          </p>
        </Show>
        <SignInForm
          waysIn={props.opening.waysIn}
          name=""
          to={to()}
          isOver={false}
          // Replaced, so that nobody comes back to this page by going back.
          onSignedIn={() => void startAt(to()).then((path) => window.location.replace(at(path)))}
        />
        <Show when={props.opening.waysIn.anonymous && who() === ""}>
          <p class="or">
            <a href={at(to())} rel="external">
              Go on without signing in
            </a>
          </p>
        </Show>
      </Door>
    </InteractiveProvider>
  );
}
