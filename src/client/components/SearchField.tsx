import { useNavigate } from "@solidjs/router";
import { createEffect, createSignal, For, on } from "solid-js";
import { filterParams, MAX_QUERY, type WrittenFilter } from "../../shared/filter.ts";
import { canAsk, feedPath, sameFilter, TYPED } from "../page/address.ts";
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
  let input!: HTMLInputElement;

  function search(): void {
    clearTimeout(waiting);
    const wanted = { ...othersOf(filter()), ...readSearch(typed()) };
    input.setCustomValidity(tooMuchIn(wanted));
    if (!input.reportValidity() || sameFilter(wanted, filter())) return;
    navigate(feedPath(wanted));
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
        name={TYPED}
        ref={input}
        aria-label="Search alerts: words, or labels as name=value"
        placeholder="Search, or env=prod"
        autocomplete="off"
        spellcheck={false}
        value={typed()}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
      {/* Without script, the other filters go along. */}
      <For each={[...filterParams(othersOf(filter()))]}>
        {([name, value]) => <input type="hidden" name={name} value={value} />}
      </For>
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}

/** What the filter asks beside the words and labels, which stand in the field. */
function othersOf(filter: WrittenFilter): WrittenFilter {
  return { ...filter, label: undefined, q: undefined };
}

/** Why the feed cannot be asked for this, empty where it can. */
function tooMuchIn(wanted: WrittenFilter): string {
  if (canAsk(wanted)) return "";
  return (wanted.q ?? "").length > MAX_QUERY
    ? `Words may have ${MAX_QUERY} characters together.`
    : "This is too long to be searched for.";
}
