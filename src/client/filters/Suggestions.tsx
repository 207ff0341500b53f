import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  For,
  on,
  onCleanup,
  onMount,
  Show,
  untrack,
} from "solid-js";
import { filterParams, type WrittenFilter } from "../../domain/filter.ts";
import { suggestionsSchema } from "../../protocol/suggestions.ts";
import { request } from "../api/request.ts";
import { lastPartOf, NO_SUGGESTIONS, optionsOf } from "./options.ts";

export interface SuggestionsProps {
  /** What is typed into, and keeps the focus. */
  readonly input: HTMLInputElement;
  readonly typed: string;
  /** What is asked for besides. */
  readonly filter: WrittenFilter;
  /** Names that cannot be asked for there. */
  readonly refused?: readonly string[];
  /** The whole text becomes another: complete, or with an operator at its end. */
  readonly onChoose: (typed: string) => void;
}

/** Between two questions to the server lies at least this (ms): the first key after a pause waits for nothing. */
const PAUSE = 60;

/** What could be meant by what is typed, as a list that the field leads (an ARIA combobox). */
export function Suggestions(props: SuggestionsProps) {
  const isTyping = () => props.typed.trim() !== "";
  // It may come after what is typed has: then nothing more need be typed for it.
  const [isOpen, setOpen] = createSignal(
    untrack(() => isTyping() && document.activeElement === props.input),
  );
  const [suggested, setSuggested] = createSignal(NO_SUGGESTIONS);
  const [active, setActive] = createSignal(-1);
  const id = createUniqueId();
  let asking = new AbortController();
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let askedAt = -Infinity;

  /** What the server is to be asked. The address follows what is typed, and makes no other question of it. */
  const question = createMemo(() => {
    const params = filterParams(props.filter);
    params.set("text", lastPartOf(props.typed).asked);
    return params.toString();
  });
  const options = createMemo(() => optionsOf(props.typed, suggested(), props.refused));
  const isShown = () => isOpen() && options().length > 0;

  async function read(): Promise<void> {
    asking.abort();
    asking = new AbortController();
    askedAt = performance.now();
    const { signal } = asking;
    const answer = await request(suggestionsSchema, `/api/suggest?${question()}`, { signal });
    if (signal.aborted) return;
    const chosen = options()[active()]?.text;
    // What cannot be suggested can be typed all the same.
    setSuggested(answer.ok ? answer.value : NO_SUGGESTIONS);
    // Arrows may have led on while it was on its way: Enter means what they led to.
    setActive(options().findIndex(({ text }) => text === chosen));
  }

  createEffect(
    on(question, () => {
      clearTimeout(waiting);
      const rest = askedAt + PAUSE - performance.now();
      // In another task, the server would be asked only after the frame that shows the key.
      if (rest <= 0) void read();
      else waiting = setTimeout(() => void read(), rest);
    }),
  );
  createEffect(
    on(
      // Of what is typed alone: the page notes with it how far the feed has followed.
      createMemo(() => props.typed),
      () => {
        setOpen(isTyping());
        // It is another list.
        setActive(-1);
      },
      { defer: true },
    ),
  );

  function pressed(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    switch (event.key) {
      case "ArrowDown":
        return move(event, 1);
      case "ArrowUp":
        return move(event, -1);
      case "Enter": {
        const option = isShown() ? options()[active()] : undefined;
        if (option === undefined) return (setOpen(false), undefined);
        event.preventDefault();
        return choose(option.text);
      }
      case "Escape":
        if (!isShown()) return;
        event.preventDefault();
        setOpen(false);
        return;
      default:
    }
  }

  /** Past either end nothing is active, and then the other end. */
  function move(event: KeyboardEvent, by: 1 | -1): void {
    event.preventDefault();
    if (!isShown()) return (setOpen(true), setActive(-1), undefined);
    const places = options().length + 1;
    setActive(((active() + 1 + by + places) % places) - 1);
  }

  function choose(text: string): void {
    props.onChoose(text);
    setActive(-1);
    setOpen(text.endsWith("="));
  }

  onMount(() => {
    const { input } = props;
    const ended = new AbortController();
    const { signal } = ended;
    // Here and not at the document, where the page listens, to hear of a key before it does.
    input.addEventListener("keydown", pressed, { signal });
    input.addEventListener("blur", () => setOpen(false), { signal });
    input.setAttribute("aria-controls", id);
    onCleanup(() => ended.abort());
  });
  createEffect(() => {
    props.input.setAttribute("aria-expanded", String(isShown()));
    const option = isShown() && active() >= 0 ? `${id}-${active()}` : "";
    props.input.setAttribute("aria-activedescendant", option);
  });
  onCleanup(() => {
    asking.abort();
    clearTimeout(waiting);
  });

  return (
    <div id={id} class="suggestions" role="listbox" aria-label="Suggestions" hidden={!isShown()}>
      <Show when={isShown()}>
        <For each={options()}>
          {(option, index) => (
            <div
              id={`${id}-${index()}`}
              class="suggestion"
              role="option"
              tabindex="-1"
              aria-selected={index() === active()}
              onPointerDown={(event) => {
                // The field keeps the focus.
                event.preventDefault();
              }}
              onClick={() => choose(option.text)}
            >
              <bdi>{option.label}</bdi>
              <small>{option.hint}</small>
            </div>
          )}
        </For>
      </Show>
    </div>
  );
}
