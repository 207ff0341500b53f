import { createMemo, createSignal } from "solid-js";
import { at } from "../../protocol/base-path.ts";
import { GIVEN_VIEWS } from "../../protocol/given-views.ts";
import { feedPath } from "../address/address.ts";
import { PauseButton } from "../commands/PauseButton.tsx";
import { FilterBar } from "../filters/FilterBar.tsx";
import { SearchField } from "../filters/SearchField.tsx";
import type { ConnectionState } from "../live/connection.ts";
import { AccountMenu } from "../session/AccountMenu.tsx";
import type { MoreProps } from "../palette/More.tsx";
import { useClock } from "../ui/clock.ts";
import { Icon } from "../ui/Icon.tsx";
import { useInteractive } from "../ui/interactive.ts";
import { zoneWords } from "../words/time.ts";
import { ConnectionStatus } from "./ConnectionStatus.tsx";
import { MorePlace } from "./MorePlace.tsx";
import { ViewsPlace } from "./ViewsPlace.tsx";
import type { ShownView } from "./ViewTools.tsx";

interface Props extends Omit<MoreProps, "views" | "isLive"> {
  readonly connection: ConnectionState;
  readonly onSignOut: () => void;
}

export function PageHeader(props: Props) {
  const clock = useClock();
  const isInteractive = useInteractive();
  const zone = createMemo(() => zoneWords(clock.now(), clock.zone()));
  const [views, setViews] = createSignal<readonly ShownView[]>(GIVEN_VIEWS);
  const start = () => feedPath(views().find((view) => view.default)?.filter ?? {});
  return (
    <header class="page-header">
      <h1>
        <a class="brand" href={start()}>
          <Icon name="bell" />
          <span>Tocsin</span>
        </a>
      </h1>
      <SearchField />
      <FilterBar />
      <div class="state">
        <PauseButton />
        <span class="zone">
          {isInteractive() && (
            <a href={at("/settings/preferences")} rel="external" title="Preferences">
              {zone()}
            </a>
          )}
        </span>
        <ConnectionStatus connection={props.connection} />
        <AccountMenu onSignOut={() => props.onSignOut()} />
      </div>
      <ViewsPlace
        isLive={props.connection.state === "live"}
        views={views()}
        onViews={setViews}
        onToggle={(isOpen) => props.onToggle(isOpen)}
      >
        <MorePlace {...props} views={views()} isLive={props.connection.state === "live"} />
      </ViewsPlace>
    </header>
  );
}
