import { useNavigate } from "@solidjs/router";
import { feedPath } from "../address/address.ts";
import type { PageAddress } from "../address/page-address.ts";
import type { PageEffects } from "../commands/commands.ts";
import type { Feed } from "../feed/feed.ts";
import type { Selection } from "../feed/selection.ts";
import type { Asked } from "../palette/More.tsx";
import { focusedRow } from "../scroll/focus.ts";
import { idOf, rowOf, type Scroller } from "../scroll/scroll.ts";
import { focusFeed } from "../ui/focus-feed.ts";

/** What text is typed into. */
export const TEXT = "input, textarea, select, [contenteditable]";

/** The rows on screen, and what scrolls them. */
export interface Screen {
  readonly list: HTMLElement;
  readonly scroller: Scroller;
}

/** What the page does by command. `screen` is null until the feed is on screen. */
export function createPageEffects(
  feed: Feed,
  address: PageAddress,
  selection: Selection,
  screen: () => Screen | null,
  startNote: (id: number) => void,
  outside: Pick<PageEffects, Asked | "reconnect" | "go-to-time" | "undo">,
): PageEffects {
  const navigate = useNavigate();

  /** From the row in focus; where there is none, from the one at which the reader is. */
  function move(by: 1 | -1): void {
    const shown = screen();
    if (shown === null) return;
    const { list, scroller } = shown;
    const current = focusedRow(list);
    const next =
      current === null
        ? rowAtReader(shown)
        : by > 0
          ? current.nextElementSibling
          : current.previousElementSibling;
    if (!(next instanceof HTMLElement)) return;
    next.focus({ preventScroll: true });
    scroller.reveal(idOf(next));
    // With the detail beside the feed, it follows without filling the browser's history.
    if (address.openId() !== null) navigate(address.pathOf({ id: idOf(next) }), { replace: true });
  }

  /** Selects the row in focus, else the one at which the reader is, or no longer. */
  function select(): void {
    const shown = screen();
    const row = shown && (focusedRow(shown.list) ?? rowAtReader(shown));
    if (row === null) return;
    row.focus({ preventScroll: true });
    selection.toggle(idOf(row));
  }

  function selectMore(by: 1 | -1): void {
    if (!selection.isAny()) select();
    move(by);
    const row = rowInFocus();
    if (row) selection.extendTo(idOf(row));
  }

  function open(): void {
    const row = rowInFocus();
    if (row) navigate(address.pathOf({ id: idOf(row) }));
  }

  /** Begins a note on the alert of the row in focus, else on the one that is open. */
  function note(): void {
    const row = rowInFocus();
    const id = row ? idOf(row) : address.openId();
    if (id === null) return;
    if (id !== address.openId()) navigate(address.pathOf({ id }));
    startNote(id);
  }

  /** Ends the selection; where there is none, closes what is open. The focus goes back to the rows. */
  function close(): void {
    if (selection.isAny()) return selection.clear();
    const isOpen = address.openId() !== null;
    if (!isOpen && rowInFocus()) return;
    const row = rowToReturnTo();
    if (isOpen) navigate(feedPath(address.filter()));
    row?.focus({ preventScroll: true });
  }

  /** What was typed stays there; the focus goes to what the text was about. */
  function leaveText(): void {
    const detail = document.querySelector<HTMLElement>("#detail");
    if (detail?.contains(document.activeElement)) detail.focus();
    else (rowToReturnTo() ?? detail)?.focus({ preventScroll: true });
    if (document.activeElement?.matches(TEXT)) focusFeed();
  }

  function rowInFocus(): HTMLElement | null {
    const shown = screen();
    return shown && focusedRow(shown.list);
  }

  /** The row of the alert that is open, else the one at which the reader is. */
  function rowToReturnTo(): HTMLElement | null {
    const shown = screen();
    return shown && (rowOf(shown.list, address.openId() ?? 0) ?? rowAtReader(shown));
  }

  function rowAtReader({ list, scroller }: Screen): HTMLElement | null {
    return rowOf(list, scroller.anchor()?.alertId ?? 0);
  }

  const search = (): void => document.getElementById("search")?.focus();
  return {
    ...outside,
    next: () => move(1),
    previous: () => move(-1),
    newest: feed.bring,
    oldest: feed.jumpToOldest,
    open,
    select,
    "select-next": () => selectMore(1),
    "select-previous": () => selectMore(-1),
    "select-all": selection.selectAll,
    close,
    "leave-text": leaveText,
    note,
    pause: feed.togglePause,
    search,
    "leave-up": search,
    "leave-down": () => document.querySelector<HTMLElement>("#detail, footer a")?.focus(),
  };
}
