import { Title } from "@solidjs/meta";
import { revalidate } from "@solidjs/router";
import { For, type JSX, Match, Show, Switch, untrack } from "solid-js";
import { createServerClock } from "../api/server-clock.ts";
import { signOut } from "../api/session.ts";
import { AccountMenu } from "../session/AccountMenu.tsx";
import type { SessionOpening } from "../session/opening.ts";
import { createSession, SessionProvider, useSession } from "../session/session.ts";
import { SignInDialog } from "../session/SignInDialog.tsx";
import { ClockProvider } from "../ui/clock.ts";
import { Icon } from "../ui/Icon.tsx";
import { createInteractive, InteractiveProvider } from "../ui/interactive.ts";
import { ConfirmDialog } from "./ConfirmDialog.tsx";
import { ConfirmProvider, createConfirm } from "./confirm.ts";
import { createDeed } from "./deed.ts";
import { KeysPage } from "./KeysPage.tsx";
import { PeoplePage } from "./PeoplePage.tsx";
import { type Reads, ReadsProvider } from "./reading.ts";
import { TelemetryPage } from "./TelemetryPage.tsx";
import { WebhooksPage } from "./webhooks/WebhooksPage.tsx";
import { YouPage } from "./YouPage.tsx";

export interface SettingsOpening extends SessionOpening {
  /** The clock of who read it. */
  readonly now: string;
}

/** What there is to set, and where. */
export const PAGES = ["you", "keys", "webhooks", "telemetry", "people"] as const;
export type PageName = (typeof PAGES)[number];

const NAMES: Readonly<Record<PageName, string>> = {
  you: "You",
  keys: "Sources and keys",
  webhooks: "Webhooks",
  telemetry: "Telemetry",
  people: "People",
};

/** What whoever goes there must be allowed; null where that is nothing. */
const NEEDS: Readonly<Record<PageName, "operate" | "admin" | null>> = {
  you: null,
  keys: "admin",
  webhooks: "operate",
  telemetry: "admin",
  people: "admin",
};

/** The pages in their groups; the first has no name. */
const GROUPS: readonly (readonly [name: string, pages: readonly PageName[]])[] = [
  ["", ["you"]],
  ["What comes in", ["keys"]],
  ["What goes out", ["webhooks", "telemetry"]],
  ["This server", ["people"]],
];

/** The settings: on the left what there is, beside it one page of it. */
export function SettingsPage(props: {
  readonly page: PageName;
  /** The webhook that is open, null where none is. */
  readonly webhook: number | null;
  readonly opening: SettingsOpening;
  readonly reads: Reads;
}) {
  return (
    <Surroundings opening={props.opening} reads={props.reads}>
      <Title>{NAMES[props.page]} · Settings · Tocsin</Title>
      <Header />
      <div class="settings-body">
        <Navigation page={props.page} />
        <main>
          <Switch>
            <Match when={props.page === "you"}>
              <YouPage />
            </Match>
            <Match when={props.page === "keys"}>
              <KeysPage />
            </Match>
            <Match when={props.page === "webhooks"}>
              <WebhooksPage id={props.webhook} />
            </Match>
            <Match when={props.page === "telemetry"}>
              <TelemetryPage />
            </Match>
            <Match when={props.page === "people"}>
              <PeoplePage />
            </Match>
          </Switch>
        </main>
      </div>
    </Surroundings>
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
            <ConfirmDialog />
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
      <a class="brand" href="/" rel="external">
        <Icon name="bell" />
        <span>Tocsin</span>
      </a>
      <span class="where">Settings</span>
      <p class="attempt" role="alert">
        {leaving.failure()}
      </p>
      <AccountMenu onSignOut={() => void leaving.run(signOut, () => location.assign("/sign-in"))} />
    </header>
  );
}

function Navigation(props: { page: PageName }) {
  const { may } = useSession();
  const isFor = (page: PageName) => {
    const need = NEEDS[page];
    return need === null || may(need);
  };
  const groups = () =>
    GROUPS.map(([name, pages]) => [name, pages.filter(isFor)] as const).filter(
      ([, pages]) => pages.length > 0,
    );
  return (
    <nav class="settings-nav" aria-label="Settings">
      <For each={groups()}>
        {([name, pages]) => (
          <>
            <Show when={name}>
              <p>{name}</p>
            </Show>
            <For each={pages}>
              {(page) => (
                <a
                  href={`/settings/${page}`}
                  aria-current={props.page === page ? "page" : undefined}
                >
                  {NAMES[page]}
                </a>
              )}
            </For>
          </>
        )}
      </For>
    </nav>
  );
}
