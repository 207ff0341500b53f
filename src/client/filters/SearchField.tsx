import { useNavigate } from "@solidjs/router";
import { createEffect, createSignal, For, on, onCleanup, onMount } from "solid-js";
import { filterParams, MAX_QUERY, type WrittenFilter } from "../../domain/filter.ts";
import { canAsk, feedPath, sameFilter, TYPED } from "../address/address.ts";
import { usePageAddress } from "../address/page-address.ts";
import { ask, enterSearch, follow, rest, type } from "./search-entry.ts";
import { readSearch } from "../address/search-text.ts";
import { Icon } from "../ui/Icon.tsx";

/** The feed follows what is typed once nothing more was typed for this long (ms). */
const PAUSE = 300;

/** Words and label matchers; the address of the page keeps them. */
export function SearchField() {
  const { filter } = usePageAddress();
  const navigate = useNavigate();
  const [entry, setEntry] = createSignal(enterSearch(filter()));
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let input!: HTMLInputElement;

  function search(): void {
    clearTimeout(waiting);
    const wanted = { ...othersOf(filter()), ...readSearch(entry().typed) };
    input.setCustomValidity(tooMuchIn(wanted));
    if (!input.checkValidity()) return;
    const { hasStep: replace } = entry();
    const isStep = !sameFilter(wanted, filter());
    setEntry((before) => ask(before, isStep));
    if (isStep) navigate(feedPath(wanted), { replace });
  }

  function typeText(text: string): void {
    setEntry((before) => type(before, text));
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      search();
      input.reportValidity();
    }, PAUSE);
  }

  /** What was typed is not left behind, and what is typed next is something else. */
  function finish(): void {
    if (entry().isAhead) search();
    setEntry(rest);
  }

  // The filter can change elsewhere, too: by a link, or on the way back.
  createEffect(on(filter, (wanted) => setEntry((before) => follow(before, wanted))));
  onMount(() => {
    // The script may come after the first letters.
    if (input.value !== entry().typed) typeText(input.value);
    onCleanup(() => clearTimeout(waiting));
  });

  return (
    <form
      class="search"
      role="search"
      action="/"
      onSubmit={(event) => {
        event.preventDefault();
        finish();
        input.reportValidity();
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
        value={entry().typed}
        onInput={({ currentTarget }) => typeText(currentTarget.value)}
        onBlur={finish}
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
