import { createMemo } from "solid-js";
import { usePage } from "./page-model.ts";
import { zoneWords } from "../words/time.ts";
import { ConnectionState } from "./ConnectionState.tsx";
import { FilterBar } from "../filters/FilterBar.tsx";
import { Icon } from "../ui/Icon.tsx";
import { PauseButton } from "../feed/PauseButton.tsx";
import { SearchField } from "../filters/SearchField.tsx";

export function PageHeader() {
  const { clock, isAlive } = usePage();
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
      <p class="state">
        <PauseButton />
        <span class="zone">{isAlive() && zone()}</span>
        <ConnectionState />
      </p>
    </header>
  );
}
