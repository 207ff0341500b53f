import { createMemo } from "solid-js";
import { PauseButton } from "../commands/PauseButton.tsx";
import { FilterBar } from "../filters/FilterBar.tsx";
import { SearchField } from "../filters/SearchField.tsx";
import type { ConnectionState } from "../live/connection.ts";
import { AccountMenu } from "../session/AccountMenu.tsx";
import { useClock } from "../ui/clock.ts";
import { Icon } from "../ui/Icon.tsx";
import { useInteractive } from "../ui/interactive.ts";
import { zoneWords } from "../words/time.ts";
import { ConnectionStatus } from "./ConnectionStatus.tsx";

export function PageHeader(props: { connection: ConnectionState; onSignOut: () => void }) {
  const clock = useClock();
  const isInteractive = useInteractive();
  const zone = createMemo(() => zoneWords(clock.now(), clock.zone()));
  return (
    <header class="page-header">
      <h1>
        <a class="brand" href="/">
          <Icon name="bell" />
          <span>Tocsin</span>
        </a>
      </h1>
      <SearchField />
      <FilterBar />
      <div class="state">
        <PauseButton />
        <span class="zone">{isInteractive() && zone()}</span>
        <ConnectionStatus connection={props.connection} />
        <AccountMenu onSignOut={() => props.onSignOut()} />
      </div>
    </header>
  );
}
