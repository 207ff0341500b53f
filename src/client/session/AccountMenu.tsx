import { at, within } from "../../protocol/base-path.ts";
import { useLocation } from "@solidjs/router";
import { Match, Show, Switch } from "solid-js";
import { Icon } from "../ui/Icon.tsx";
import { useInteractive } from "../ui/interactive.ts";
import { signInPath } from "../../protocol/return-to.ts";
import { nameOf, ROLE_WORDS } from "./session-words.ts";
import { useSession } from "./session.ts";

/** Who one is here; nothing where nobody needs to sign in and nobody could. */
export function AccountMenu(props: { onSignOut: () => void }) {
  const session = useSession();
  const location = useLocation();
  const canSignIn = session.waysIn.password || session.waysIn.oidc !== null;
  return (
    <Switch>
      <Match when={session.isNamed}>
        <Menu onSignOut={() => props.onSignOut()} />
      </Match>
      <Match when={canSignIn && !session.waysIn.setup}>
        <a
          class="account"
          href={at(signInPath(within(location.pathname) + location.search))}
          rel="external"
        >
          Sign in
        </a>
      </Match>
    </Switch>
  );
}

/** A popover of the browser's own: it goes by itself, and needs no script to come. */
function Menu(props: { onSignOut: () => void }) {
  const session = useSession();
  const isInteractive = useInteractive();
  const name = nameOf(session.session);
  const role = session.session?.role ?? null;
  return (
    <>
      <button
        type="button"
        class="account"
        popovertarget="account-menu"
        aria-label={`Your account: ${name}`}
        title={name}
      >
        <Icon name="person" />
        <span class="account-name" dir="auto" aria-hidden="true">
          {name}
        </span>
      </button>
      <div id="account-menu" class="menu" popover>
        <p>
          <b dir="auto">{name}</b>
          <Show when={role}>{(known) => <span>{ROLE_WORDS[known()].name}</span>}</Show>
        </p>
        <a href={at("/settings/you")} rel="external">
          Settings
        </a>
        <Show when={session.session?.via !== "proxy"}>
          <button type="button" disabled={!isInteractive()} onClick={() => props.onSignOut()}>
            Sign out
          </button>
        </Show>
      </div>
    </>
  );
}
