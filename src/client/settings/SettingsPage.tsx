import { at } from "../../protocol/base-path.ts";
import { revalidate } from "@solidjs/router";
import { createEffect, For, type JSX, Match, Show, Switch, untrack } from "solid-js";
import { lackedFor, SETTINGS_NAMES, type SettingsNeed } from "../address/settings-nav.ts";
import { type SettingsPageName } from "../address/settings-pages.ts";
import { createServerClock } from "../api/server-clock.ts";
import { signOut } from "../api/session.ts";
import { AccountMenu } from "../session/AccountMenu.tsx";
import type { SessionOpening } from "../session/opening.ts";
import { createSession, SessionProvider, useSession } from "../session/session.ts";
import { SignInDialog } from "../session/SignInDialog.tsx";
import { ClockProvider } from "../ui/clock.ts";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";
import { Icon } from "../ui/Icon.tsx";
import { createInteractive, InteractiveProvider } from "../ui/interactive.ts";
import { Title } from "../ui/Title.ts";
import { AboutPage } from "./AboutPage.tsx";
import { BackupsPage } from "./backups/BackupsPage.tsx";
import { ConfirmProvider, createConfirm } from "./confirm.ts";
import { createDeed } from "./deed.ts";
import { KeysPage } from "./KeysPage.tsx";
import { MonitorsPage } from "./monitors/MonitorsPage.tsx";
import { PeoplePage } from "./PeoplePage.tsx";
import { PreferencesPage } from "./PreferencesPage.tsx";
import { type Reads, ReadsProvider } from "./reading.ts";
import { TelemetryPage } from "./TelemetryPage.tsx";
import { WebhooksPage } from "./webhooks/WebhooksPage.tsx";
import { YouPage } from "./YouPage.tsx";

export interface SettingsOpening extends SessionOpening {
  /** The clock of who read it. */
  readonly now: string;
}

/** Who is allowed it. */
const ALLOWED_WORDS: Readonly<Record<SettingsNeed, string>> = {
  operate: "operators and admins",
  admin: "admins",
};

/** The pages in their groups; the first has no name. */
const GROUPS: readonly (readonly [name: string, pages: readonly SettingsPageName[]])[] = [
  ["", ["you", "preferences"]],
  ["What comes in", ["keys", "monitors"]],
  ["What goes out", ["webhooks", "telemetry"]],
  ["This server", ["people", "backups", "about"]],
];

/** The settings: on the left what there is, beside it one page of it. */
export function SettingsPage(props: {
  readonly page: SettingsPageName;
  /** The monitor or the webhook that is open, null where none is. */
  readonly open: number | null;
  readonly opening: SettingsOpening;
  readonly reads: Reads;
}) {
  return (
    <Surroundings opening={props.opening} reads={props.reads}>
      <Title>{`${SETTINGS_NAMES[props.page]} · Settings · Tocsin`}</Title>
      <Header />
      <div class="settings-body">
        <Navigation page={props.page} />
        <main>
          <Page page={props.page} open={props.open} />
        </main>
      </div>
    </Surroundings>
  );
}

/** One page, or for whom it is. */
function Page(props: { readonly page: SettingsPageName; readonly open: number | null }) {
  const { may } = useSession();
  return (
    <Switch>
      <Match when={lackedFor(props.page, may)}>
        {(need) => (
          <section>
            <h1>{SETTINGS_NAMES[props.page]}</h1>
            <p class="lead">
              That is for {ALLOWED_WORDS[need()]}. Ask one of them, or sign in as one.
            </p>
          </section>
        )}
      </Match>
      <Match when={props.page === "you"}>
        <YouPage />
      </Match>
      <Match when={props.page === "preferences"}>
        <PreferencesPage />
      </Match>
      <Match when={props.page === "keys"}>
        <KeysPage />
      </Match>
      <Match when={props.page === "monitors"}>
        <MonitorsPage id={props.open} />
      </Match>
      <Match when={props.page === "webhooks"}>
        <WebhooksPage id={props.open} />
      </Match>
      <Match when={props.page === "telemetry"}>
        <TelemetryPage />
      </Match>
      <Match when={props.page === "people"}>
        <PeoplePage />
      </Match>
      <Match when={props.page === "backups"}>
        <BackupsPage />
      </Match>
      <Match when={props.page === "about"}>
        <AboutPage />
      </Match>
    </Switch>
  );
}

/** What the parts of the page read from around them, and what comes up over it. */
function Surroundings(props: {
  readonly opening: SettingsOpening;
  readonly reads: Reads;
  readonly children: JSX.Element;
}) {
  // Nothing here is live; what could not be read for a stranger is read again.
  const opening = untrack(() => props.opening);
  const reads = untrack(() => props.reads);
  const session = createSession(opening, {
    leave: () => {},
    call: () => {},
    resume: () => void revalidate(),
  });
  const confirm = createConfirm();
  return (
    <ClockProvider value={createServerClock(opening.now)}>
      <InteractiveProvider value={createInteractive()}>
        <SessionProvider value={session}>
          <ConfirmProvider value={confirm}>
            <ReadsProvider value={reads}>
              <div class="settings">{props.children}</div>
            </ReadsProvider>
            <ConfirmDialog question={confirm.question()} onAnswer={confirm.answer} />
            <SignInDialog onToggle={() => {}} />
          </ConfirmProvider>
        </SessionProvider>
      </InteractiveProvider>
    </ClockProvider>
  );
}

function Header() {
  const leaving = createDeed();
  return (
    <header class="settings-header">
      <a class="brand" href={at("/")} rel="external">
        <Icon name="bell" />
        <span>Tocsin</span>
      </a>
      <span class="where">Settings</span>
      <p class="attempt" role="alert">
        {leaving.failure()}
      </p>
      <AccountMenu
        onSignOut={() => void leaving.run(signOut, () => location.assign(at("/sign-in")))}
      />
    </header>
  );
}

function Navigation(props: { page: SettingsPageName }) {
  const { may } = useSession();
  let element!: HTMLElement;
  const groups = () =>
    GROUPS.map(
      ([name, pages]) => [name, pages.filter((page) => lackedFor(page, may) === null)] as const,
    ).filter(([, pages]) => pages.length > 0);
  // Where they are a row that scrolls, the present one is seen.
  createEffect(() => {
    const present = element.querySelector<HTMLElement>(`[href$="/${props.page}"]`);
    if (present === null) return;
    const { offsetLeft, clientWidth } = element;
    element.scrollTo({
      left: present.offsetLeft - offsetLeft - (clientWidth - present.offsetWidth) / 2,
    });
  });
  return (
    <nav class="settings-nav" aria-label="Settings" ref={element}>
      <For each={groups()}>
        {([name, pages]) => (
          <>
            <Show when={name}>
              <p>{name}</p>
            </Show>
            <For each={pages}>
              {(page) => (
                <a
                  href={at(`/settings/${page}`)}
                  aria-current={props.page === page ? "page" : undefined}
                >
                  {SETTINGS_NAMES[page]}
                </a>
              )}
            </For>
          </>
        )}
      </For>
    </nav>
  );
}
