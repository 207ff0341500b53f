import { at } from "../../protocol/base-path.ts";
import { createSignal, Show } from "solid-js";
import type { WayIn } from "../../domain/principal.ts";
import { setPassword } from "./people.ts";
import { signOut } from "../api/session.ts";
import { nameOf, ROLE_WORDS } from "../session/session-words.ts";
import { useSession } from "../session/session.ts";
import { textIn } from "../ui/form-text.ts";
import { useInteractive } from "../ui/interactive.ts";
import { PasswordField } from "../ui/PasswordField.tsx";
import { createDeed } from "./deed.ts";
import { Listed } from "./Listed.tsx";
import { createReading, useReads } from "./reading.ts";
import { SessionList } from "./SessionList.tsx";

/** Who one is here, one's password and one's sessions. */
export function YouPage() {
  const { session, isNamed } = useSession();
  return (
    <Show when={isNamed} fallback={<Nobody />}>
      <Who />
      {/* A proxy says who somebody is with each request: there is nothing to end here. */}
      <Show when={session?.via === "password" || session?.via === "oidc"}>
        <Sessions />
      </Show>
    </Show>
  );
}

function Nobody() {
  const { waysIn } = useSession();
  return (
    <section>
      <h1>You</h1>
      <p class="lead">
        Nobody has to sign in here: you act as <b>operator</b>, as everybody does.
        <Show when={waysIn.setup}>
          {" "}
          <a href={at("/setup")} rel="external">
            Make an account
          </a>{" "}
          to change that.
        </Show>
      </p>
    </section>
  );
}

function Who() {
  const { session, waysIn } = useSession();
  const isInteractive = useInteractive();
  const leaving = createDeed();
  const role = session?.role ?? null;
  return (
    <section>
      <div class="top">
        <h1>You</h1>
        <Show when={session?.via !== "proxy"}>
          <button
            type="button"
            class="button"
            disabled={!isInteractive()}
            onClick={() => void leaving.run(signOut, () => location.assign(at("/sign-in")))}
          >
            Sign out
          </button>
        </Show>
      </div>
      <dl class="card facts">
        <dt>Name</dt>
        <dd dir="auto">{nameOf(session)}</dd>
        <Show when={role}>
          {(known) => (
            <>
              <dt>Role</dt>
              <dd>
                {ROLE_WORDS[known()].name}: {ROLE_WORDS[known()].may}
              </dd>
            </>
          )}
        </Show>
        <dt>Signed in by</dt>
        <dd>{viaWords(session?.via ?? "open", waysIn.oidc)}</dd>
      </dl>
      <p class="attempt slim" role="alert">
        {leaving.failure()}
      </p>
    </section>
  );
}

function viaWords(via: WayIn, provider: string | null): string {
  switch (via) {
    case "password":
      return "name and password";
    case "oidc":
      return provider ?? "an identity provider";
    case "proxy":
      return "the proxy before this server; sign out there";
    case "key":
      return "a key";
    case "open":
      return "nobody has to";
    default:
      return via satisfies never;
  }
}

function Sessions() {
  const { session } = useSession();
  const sessions = createReading(useReads().sessions);
  return (
    <Listed reading={sessions}>
      {(read) => {
        // An admin is told of everybody's.
        const own = () => read().filter(({ principal }) => principal === session?.principal);
        const userId = () => own().find(({ isCurrent }) => isCurrent)?.userId ?? null;
        return (
          <>
            <Show when={session?.via === "password" && userId()}>
              {(id) => <PasswordCard userId={id()} onChanged={sessions.again} />}
            </Show>
            <section>
              <h2>Your sessions</h2>
              <p class="lead">
                Browsers in which you are signed in. End those that you do not know, and change your
                password then.
              </p>
              <SessionList sessions={own()} isOfAll={false} onEnded={sessions.again} />
            </section>
          </>
        );
      }}
    </Listed>
  );
}

function PasswordCard(props: { userId: number; onChanged: () => Promise<void> }) {
  const { session } = useSession();
  const isInteractive = useInteractive();
  const changing = createDeed();
  const [isChanged, setIsChanged] = createSignal(false);

  function submit(form: HTMLFormElement): void {
    const { userId, onChanged } = props;
    const password = textIn(form, "new-password");
    const current = textIn(form, "current-password");
    setIsChanged(false);
    void changing.run(
      () => setPassword(userId, password, current),
      async () => {
        form.reset();
        setIsChanged(true);
        await onChanged();
      },
    );
  }

  return (
    <section>
      <h2>Password</h2>
      <form
        class="card form"
        method="post"
        action={at("/settings/you")}
        onSubmit={(event) => {
          event.preventDefault();
          submit(event.currentTarget);
        }}
      >
        {/* For password managers, which keep a password with the name that it is for. */}
        <input
          class="unseen"
          name="username"
          autocomplete="username"
          value={nameOf(session)}
          readonly
          tabindex="-1"
          aria-hidden="true"
        />
        <PasswordField
          name="current-password"
          label="Present password"
          autocomplete="current-password"
        />
        <PasswordField
          name="new-password"
          label="New password"
          autocomplete="new-password"
          minlength={8}
          describedBy="new-password-note"
        />
        <p class="footnote" id="new-password-note">
          8 characters or more. Your other sessions end with it.
        </p>
        <div class="form-end">
          <button
            type="submit"
            class="button"
            disabled={!isInteractive()}
            aria-busy={changing.isUnderWay()}
          >
            Change password
          </button>
          <p class="outcome" role="status">
            {isChanged() && "Changed. Your other sessions have ended."}
          </p>
          <p class="attempt slim" role="alert">
            {changing.failure()}
          </p>
        </div>
      </form>
    </section>
  );
}
