import { useNavigate } from "@solidjs/router";
import { createMemo, createSignal, createUniqueId, For, Show } from "solid-js";
import type { WrittenFilter } from "../../domain/filter.ts";
import { at } from "../../protocol/base-path.ts";
import { feedPath } from "../address/address.ts";
import { usePageAddress } from "../address/page-address.ts";
import { isAction } from "../commands/actions.ts";
import { useCommands } from "../commands/commands.ts";
import type { CommandName } from "../commands/registry.ts";
import { useSelection } from "../feed/selection.ts";
import { useSession } from "../session/session.ts";
import { readMoment } from "../timeline/moment.ts";
import { useClock } from "../ui/clock.ts";
import { useModal } from "../ui/modal.ts";
import { plain } from "../words/plain.ts";
import {
  commandEntries,
  type Deed,
  type Entry,
  found,
  LONGEST,
  settingsEntries,
  timeEntries,
  viewEntries,
} from "./entries.ts";

export interface PaletteProps {
  readonly isOpen: boolean;
  /** Whether the page hears of what happens, so that nothing is to be tried again. */
  readonly isLive: boolean;
  readonly views: readonly { readonly name: string; readonly filter: WrittenFilter }[];
  /** Lands at a time (ms since 1970). */
  readonly onJump: (time: number) => void;
  readonly onClose: () => void;
  readonly onToggle: (isOpen: boolean) => void;
}

/** What the list leaves free around its options (px). */
const EDGE = 6;

/** Everything there is to do and to go to, found by words (an ARIA combobox with its list). */
export function Palette(props: PaletteProps) {
  const commands = useCommands();
  const selection = useSelection();
  const session = useSession();
  const clock = useClock();
  const { openId } = usePageAddress();
  const navigate = useNavigate();
  const [text, setText] = createSignal("");
  const [entries, setEntries] = createSignal<readonly Entry[]>([]);
  const [active, setActive] = createSignal(0);
  const id = createUniqueId();
  let dialog!: HTMLDialogElement;
  let field!: HTMLInputElement;
  let list!: HTMLDivElement;

  const shown = createMemo(() => {
    const time = readMoment(text(), clock.now(), clock.zone());
    const isPast = time !== null && time <= clock.now();
    const times = timeEntries(text(), isPast ? time : null, clock.zone());
    return [...times, ...found(entries(), text())];
  });

  // What is done from here changes what there is to do: that is looked at when it is opened, and not again.
  const close = useModal(() => dialog, {
    isWanted: () => props.isOpen,
    prepare,
    onDismiss: () => props.onClose(),
  });

  /** The focus still says at which alert the reader is. */
  function prepare(): void {
    setEntries(allEntries());
    field.value = "";
    type("");
  }

  function allEntries(): readonly Entry[] {
    const current = commands.current();
    const subject = selection.isAny()
      ? selection.everything() === null
        ? `${selection.picked().size} selected`
        : "All that match"
      : plain(current?.title ?? "");
    return [
      ...commandEntries({ subject, may: (name) => mayNow(name, subject !== "") }),
      ...viewEntries(props.views),
      ...settingsEntries(session.may),
    ];
  }

  function mayNow(name: CommandName, isAnySubject: boolean): boolean {
    if (selection.isAny() && isAction(name)) return session.may("operate");
    if (name === "note") return isAnySubject && commands.may(name);
    if (name === "reconnect") return !props.isLive;
    if (name === "close") return selection.isAny() || openId() !== null;
    return commands.may(name);
  }

  function type(typed: string): void {
    setText(typed);
    setActive(0);
    list.scrollTo({ top: 0 });
  }

  function pressed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    switch (event.key) {
      case "ArrowDown":
        return move(event, 1);
      case "ArrowUp":
        return move(event, -1);
      case "Enter":
        event.preventDefault();
        return run(shown()[active()]?.does);
      case "k":
        // As it came, it goes.
        if (event.ctrlKey === event.metaKey) return;
        event.preventDefault();
        if (!event.repeat) close();
        return;
      default:
    }
  }

  function move(event: KeyboardEvent, by: 1 | -1): void {
    event.preventDefault();
    const count = shown().length;
    if (count === 0) return;
    setActive((active() + by + count) % count);
    showActive();
  }

  /** Scrolls the list as far as it takes to see all of the active one. */
  function showActive(): void {
    const option = list.children[active()]?.getBoundingClientRect();
    if (option === undefined) return;
    const { top, bottom } = list.getBoundingClientRect();
    const above = Math.min(option.top - EDGE - top, 0);
    list.scrollBy({ top: above || Math.max(option.bottom + EDGE - bottom, 0) });
  }

  /** First the focus goes back to where it was: what is done may depend on that. */
  function run(does: Deed | undefined): void {
    if (does === undefined) return;
    close();
    switch (does.type) {
      case "command":
        return commands.run(does.name);
      case "view":
        return navigate(feedPath(does.filter));
      case "settings":
        return location.assign(at(`/settings/${does.page}`));
      case "time":
        return props.onJump(does.time);
      default:
        return does satisfies never;
    }
  }

  return (
    <dialog
      class="palette"
      data-palette
      role="dialog"
      aria-label="All there is to do"
      ref={dialog}
      onToggle={({ newState }) => props.onToggle(newState === "open")}
      onClick={({ target }) => target === dialog && close()}
    >
      <input
        type="text"
        role="combobox"
        aria-label="What to do, or where to go"
        aria-expanded={shown().length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={shown().length > 0 ? `${id}-${active()}` : undefined}
        placeholder="What to do, or where to go"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxlength={LONGEST}
        ref={field}
        onInput={({ currentTarget }) => type(currentTarget.value)}
        onKeyDown={pressed}
      />
      <div id={id} class="palette-list" role="listbox" aria-label="What there is" ref={list}>
        <For each={shown()}>
          {(entry, index) => (
            <div
              id={`${id}-${index()}`}
              role="option"
              tabindex="-1"
              aria-selected={index() === active()}
              onPointerMove={() => setActive(index())}
              onClick={() => run(entry.does)}
            >
              <bdi>{entry.words}</bdi>
              <small dir="auto">{entry.about}</small>
              <Show when={entry.key}>{(key) => <kbd>{key()}</kbd>}</Show>
            </div>
          )}
        </For>
      </div>
      <p class="palette-none" role="status">
        <Show when={shown().length === 0}>Nothing here is called “{text()}”.</Show>
      </p>
    </dialog>
  );
}
