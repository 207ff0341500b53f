import { useNavigate } from "@solidjs/router";
import { feedPath } from "../address/address.ts";
import type { PageAddress } from "../address/page-address.ts";
import type { PageEffects } from "../commands/commands.ts";
import type { Feed } from "../feed/feed.ts";
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
  screen: () => Screen | null,
  outside: Pick<PageEffects, "reconnect" | "help">,
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

  function open(): void {
    const shown = screen();
    const row = shown && focusedRow(shown.list);
    if (row) navigate(address.pathOf({ id: idOf(row) }));
  }

  /** Closes what is open; the focus goes back to the rows. */
  function close(): void {
    const row = rowToReturnTo();
    if (address.openId() !== null) navigate(feedPath(address.filter()));
    row?.focus({ preventScroll: true });
  }

  /** What was typed stays there; the focus goes to what the text was about. */
  function leaveText(): void {
    const detail = document.querySelector<HTMLElement>("#detail");
    if (detail?.contains(document.activeElement)) detail.focus();
    else (rowToReturnTo() ?? detail)?.focus({ preventScroll: true });
    if (document.activeElement?.matches(TEXT)) focusFeed();
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
    close,
    "leave-text": leaveText,
    pause: feed.togglePause,
    search,
    "leave-up": search,
    "leave-down": () => document.querySelector<HTMLElement>("#detail, footer a")?.focus(),
  };
}
