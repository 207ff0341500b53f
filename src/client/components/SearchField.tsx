import { useNavigate } from "@solidjs/router";
import { createEffect, createSignal, For, on } from "solid-js";
import { filterParams } from "../../shared/filter.ts";
import { feedPath, sameFilter } from "../page/address.ts";
import { usePage } from "../page/page-model.ts";
import { readSearch, writeSearch } from "../page/search-text.ts";
import { Icon } from "./Icon.tsx";

/** The feed follows what is typed once nothing more was typed for this long (ms). */
const PAUSE = 300;

/** Words and label matchers; the address of the page keeps them. */
export function SearchField() {
  const { filter } = usePage();
  const navigate = useNavigate();
  const [typed, setTyped] = createSignal(writeSearch(filter()));
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function search(): void {
    clearTimeout(waiting);
    const { label: _label, q: _q, ...others } = filter();
    const wanted = { ...others, ...readSearch(typed()) };
    if (!sameFilter(wanted, filter())) navigate(feedPath(wanted));
  }

  function type(text: string): void {
    setTyped(text);
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE);
  }

  // The filter can change elsewhere, too: by a link, or on the way back.
  createEffect(
    on(filter, (wanted) => {
      const isTyped = writeSearch(readSearch(typed())) === writeSearch(wanted);
      if (!isTyped) setTyped(writeSearch(wanted));
    }),
  );

  return (
    <form
      class="search"
      role="search"
      action="/"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <Icon name="search" />
      <input
        id="search"
        type="search"
        name="q"
        aria-label="Search alerts: words, or labels as name=value"
        placeholder="Search, or env=prod"
        autocomplete="off"
        spellcheck={false}
        maxlength={200}
        value={typed()}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
      {/* Without script, the other filters go along. */}
      <For each={[...filterParams({ ...filter(), q: undefined })]}>
        {([name, value]) => <input type="hidden" name={name} value={value} />}
      </For>
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}
