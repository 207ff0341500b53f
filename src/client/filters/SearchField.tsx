import { at } from "../../protocol/base-path.ts";
import { useNavigate } from "@solidjs/router";
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount } from "solid-js";
import { filterParams, MAX_QUERY, type WrittenFilter } from "../../domain/filter.ts";
import { canAsk, feedPath, sameFilter, TYPED } from "../address/address.ts";
import { usePageAddress } from "../address/page-address.ts";
import { tokensOf } from "../address/query.ts";
import { Icon } from "../ui/Icon.tsx";
import { useInteractive } from "../ui/interactive.ts";
import {
  ask,
  askForBeginning,
  beginningOf,
  endsWithLabel,
  enterSearch,
  follow,
  rest,
  settle,
  type,
  wantedBy,
} from "./search-entry.ts";
import { SuggestionsPlace } from "./SuggestionsPlace.tsx";

/** The feed follows what is typed once nothing more was typed for this long (ms). */
const PAUSE = 300;

/** Words, labels and fields, each a token once it is typed; the address of the page keeps them. */
export function SearchField() {
  const { filter } = usePageAddress();
  const navigate = useNavigate();
  const isInteractive = useInteractive();
  const [entry, setEntry] = createSignal(enterSearch(filter()));
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let input!: HTMLInputElement;
  let list!: HTMLUListElement;

  /** All that the address asks for but what is still being typed. */
  const kept = createMemo((): WrittenFilter => ({ ...filter(), ...entry().kept }));
  const tokens = createMemo(
    () => new Map(tokensOf(kept()).map(({ text, without }) => [text, without])),
  );

  function search(): void {
    clearTimeout(waiting);
    const { wanted, query } = wantedBy(entry(), filter());
    input.setCustomValidity(query.fault || tooMuchIn(wanted));
    if (!input.checkValidity()) return;
    const { hasStep: replace } = entry();
    const isStep = !sameFilter(wanted, filter());
    setEntry((before) => ask(before, isStep));
    if (isStep) navigate(feedPath(wanted), { replace });
  }

  function typeText(text: string): void {
    setEntry((before) => type(before, text));
    clearTimeout(waiting);
    if (endsWithLabel(text)) finish();
    else waiting = setTimeout(searchMeanwhile, PAUSE);
  }

  /** Fields are asked for once they are complete: a part of their names is none of them. */
  function searchMeanwhile(): void {
    const { query } = wantedBy(entry(), filter());
    if (query.fault !== "" || Object.keys(query.fields).length > 0) return searchBeginning();
    search();
    input.reportValidity();
  }

  /** What becomes a name was a word on the way, and the feed may have been asked for it. */
  function searchBeginning(): void {
    if (!entry().hasStep) return;
    const { wanted } = wantedBy(beginningOf(entry()), filter());
    setEntry(askForBeginning);
    if (!sameFilter(wanted, filter())) navigate(feedPath(wanted), { replace: true });
  }

  /** What was typed stands as tokens, and what is typed next is something else. */
  function finish(): void {
    if (entry().isAhead) search();
    setEntry(input.validity.valid ? settle : rest);
  }

  function choose(text: string): void {
    setEntry((before) => type(before, text));
    if (text.endsWith("=")) {
      clearTimeout(waiting);
      return searchBeginning();
    }
    finish();
  }

  function leaveOut(without: WrittenFilter): void {
    setEntry(rest);
    navigate(feedPath(without));
  }

  function pressed(event: KeyboardEvent): void {
    const last = [...tokens().values()].at(-1);
    if (event.key !== "Backspace" || entry().typed !== "" || last === undefined) return;
    event.preventDefault();
    leaveOut(last);
  }

  // The filter can change elsewhere, too: by a link, or on the way back.
  createEffect(on(filter, (wanted) => setEntry((before) => follow(before, wanted))));
  // Where there are too many, the last are seen.
  createEffect(on(tokens, () => list.scrollTo({ left: list.scrollWidth }), { defer: true }));
  onMount(() => {
    // The script may come after the first letters.
    if (input.value !== entry().typed) typeText(input.value);
    onCleanup(() => clearTimeout(waiting));
  });

  return (
    <form
      class="search"
      role="search"
      action={at("/")}
      onSubmit={(event) => {
        event.preventDefault();
        finish();
        input.reportValidity();
      }}
    >
      <div class="search-box">
        <Icon name="search" />
        <ul class="tokens" aria-label="What is asked for" ref={list}>
          <For each={[...tokens().keys()]}>
            {(text) => (
              <li>
                <a
                  data-token
                  href={feedPath(tokens().get(text) ?? {})}
                  title={`Leave out ${text}`}
                  onClick={() => input.focus()}
                >
                  <bdi>{text}</bdi>
                  <span class="unseen">, leave out</span>
                  <Icon name="close" />
                </a>
              </li>
            )}
          </For>
        </ul>
        <input
          id="search"
          type="search"
          name={TYPED}
          ref={input}
          role={isInteractive() ? "combobox" : undefined}
          aria-expanded={isInteractive() ? false : undefined}
          aria-autocomplete={isInteractive() ? "list" : undefined}
          aria-label="Search alerts: words, or labels as name=value"
          placeholder={tokens().size === 0 ? "Search, or env=prod" : ""}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={entry().typed}
          onInput={({ currentTarget }) => typeText(currentTarget.value)}
          onKeyDown={pressed}
          onBlur={finish}
        />
        {/* Without script, all of the filter goes along. */}
        <For each={[...filterParams(filter())]}>
          {([name, value]) => <input type="hidden" name={name} value={value} />}
        </For>
        <kbd aria-hidden="true">/</kbd>
        <SuggestionsPlace input={input} typed={entry().typed} filter={kept()} onChoose={choose} />
      </div>
    </form>
  );
}

/** Why the feed cannot be asked for this, empty where it can. */
function tooMuchIn(wanted: WrittenFilter): string {
  if (canAsk(wanted)) return "";
  return (wanted.q ?? "").length > MAX_QUERY
    ? `Words may have ${MAX_QUERY} characters together.`
    : "This is too long to be searched for.";
}
