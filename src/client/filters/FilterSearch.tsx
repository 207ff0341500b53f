import { createEffect, createMemo, For } from "solid-js";
import type { WrittenFilter } from "../../domain/filter.ts";
import { readQuery, tokensOf } from "../address/query.ts";
import { Icon } from "../ui/Icon.tsx";
import { useInteractive } from "../ui/interactive.ts";
import { faultOfCounting, STANDING } from "./counting.ts";
import { endsWithLabel } from "./search-entry.ts";
import { SuggestionsPlace } from "./SuggestionsPlace.tsx";

/** Words, labels and fields of a filter in a form, typed and suggested as in the search field of the feed. */
export function FilterSearch(props: {
  asked: WrittenFilter;
  typed: string;
  /** Whether it can be asked how an alert stands. */
  isOfStanding: boolean;
  isInvalid: boolean;
  /** What says more of it, by its ids. */
  describedBy: string;
  onType: (typed: string) => void;
  /** What is typed is to stand as tokens. */
  onSettle: () => void;
  onAsk: (asked: WrittenFilter) => void;
}) {
  const isInteractive = useInteractive();
  const tokens = createMemo(
    () => new Map(tokensOf(props.asked).map(({ text, without }) => [text, without])),
  );
  const fault = () => {
    const query = readQuery(props.typed);
    return query.fault || (props.isOfStanding ? "" : faultOfCounting(query));
  };
  let input!: HTMLInputElement;

  function typeText(text: string): void {
    props.onType(text);
    if (endsWithLabel(text)) settle();
  }

  function settle(): void {
    if (fault() === "" && props.typed.trim() !== "") props.onSettle();
  }

  function choose(text: string): void {
    props.onType(text);
    if (!text.endsWith("=")) settle();
  }

  function leaveOut(text: string): void {
    props.onAsk(tokens().get(text) ?? props.asked);
    input.focus();
  }

  /** The suggestions hear of a key first, and keep what is theirs. */
  function pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const last = [...tokens().keys()].at(-1);
    if (event.key === "Backspace" && props.typed === "" && last !== undefined) {
      event.preventDefault();
      leaveOut(last);
    }
    // Once nothing is being typed any more, it saves the form as in any other field.
    if (event.key === "Enter" && props.typed.trim() !== "") {
      event.preventDefault();
      settle();
      input.reportValidity();
    }
  }

  createEffect(() => input.setCustomValidity(fault()));

  return (
    <div class="filter-search">
      <ul class="tokens" aria-label="What is asked for">
        <For each={[...tokens().keys()]}>
          {(text) => (
            <li>
              <button
                type="button"
                data-token
                title={`Leave out ${text}`}
                onClick={() => leaveOut(text)}
              >
                <bdi>{text}</bdi>
                <span class="unseen">, leave out</span>
                <Icon name="close" />
              </button>
            </li>
          )}
        </For>
      </ul>
      <input
        type="search"
        ref={input}
        role={isInteractive() ? "combobox" : undefined}
        aria-expanded={isInteractive() ? false : undefined}
        aria-autocomplete={isInteractive() ? "list" : undefined}
        aria-label="Words, or labels as name=value"
        placeholder={tokens().size === 0 ? "Search, or env=prod" : ""}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-invalid={props.isInvalid}
        aria-describedby={props.describedBy}
        value={props.typed}
        onInput={({ currentTarget }) => typeText(currentTarget.value)}
        onKeyDown={pressed}
        onBlur={settle}
      />
      <SuggestionsPlace
        input={input}
        typed={props.typed}
        filter={props.asked}
        refused={props.isOfStanding ? [] : STANDING}
        onChoose={choose}
      />
    </div>
  );
}
