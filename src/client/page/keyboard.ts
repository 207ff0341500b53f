import { useNavigate } from "@solidjs/router";
import type { Action } from "../api/api.ts";
import { actionsFor } from "../commands/actions.ts";
import { feedPath } from "../address/address.ts";
import { focusedRow, focusFeed } from "../scroll/focus.ts";
import { type Focus, intentOf, type Intent } from "../commands/keys.ts";
import type { PageModel } from "./page-model.ts";
import { idOf, rowOf, type Scroller } from "../scroll/scroll.ts";

const TEXT = "input, textarea, select, [contenteditable]";

/** Lets the page be used by keyboard, once the feed is on screen and until it is aborted. */
export function createKeyboard(
  page: PageModel,
  list: HTMLElement,
  scroller: Scroller,
  showHelp: () => void,
  until: AbortSignal,
): void {
  const { feed } = page;
  /** Whether the focus is where a pointer has put it. */
  let isPointed = false;
  const navigate = useNavigate();

  function carryOut(intent: Intent): void {
    switch (intent.type) {
      case "next":
        return move(1);
      case "previous":
        return move(-1);
      case "newest":
        return feed.bring();
      case "oldest":
        return feed.jumpToOldest();
      case "open":
        return openFocused();
      case "close":
        return close();
      case "pause":
        return page.togglePause();
      case "leave-text":
        return leaveText();
      case "search":
        return document.getElementById("search")?.focus();
      case "help":
        return showHelp();
      case "leave-up":
        return document.getElementById("search")?.focus();
      case "leave-down":
        return document.querySelector<HTMLElement>("#detail, footer a")?.focus();
      case "act":
        return act(intent.action);
      case "nothing":
        return undefined;
      default:
        return intent satisfies never;
    }
  }

  /** From the row in focus; where there is none, from the one at the reader's eye. */
  function move(by: 1 | -1): void {
    const current = focusedRow(list);
    const eye = rowOf(list, scroller.anchor()?.alertId ?? 0);
    const next =
      current === null ? eye : by > 0 ? current.nextElementSibling : current.previousElementSibling;
    if (!(next instanceof HTMLElement)) return;
    next.focus({ preventScroll: true });
    scroller.reveal(idOf(next));
    // With the detail beside the feed, it follows without filling the browser's history.
    if (page.openId() !== null) navigate(page.pathOf({ id: idOf(next) }), { replace: true });
  }

  function openFocused(): void {
    const row = focusedRow(list);
    if (row) navigate(page.pathOf({ id: idOf(row) }));
  }

  /** Closes what is open; the focus goes back to the rows. */
  function close(): void {
    const row = rowToReturnTo();
    if (page.openId() !== null) navigate(feedPath(page.filter()));
    row?.focus({ preventScroll: true });
  }

  /** What was typed stays there; the focus goes to what the text was about. */
  function leaveText(): void {
    const detail = document.querySelector<HTMLElement>("#detail");
    if (detail?.contains(document.activeElement)) detail.focus();
    else (rowToReturnTo() ?? detail)?.focus({ preventScroll: true });
    if (document.activeElement?.matches(TEXT)) focusFeed();
  }

  /** The row of the alert that is open, else the one at the reader's eye. */
  function rowToReturnTo(): HTMLElement | null {
    return rowOf(list, page.openId() ?? 0) ?? rowOf(list, scroller.anchor()?.alertId ?? 0);
  }

  /** On the row in focus, else on the alert that is open. */
  function act(action: Action): void {
    const row = focusedRow(list);
    const id = row ? idOf(row) : page.openId();
    const detail = page.detail.answer();
    const alert = (id !== null && feed.rows.row(id)) || (detail?.ok ? detail.value.alert : null);
    if (alert && actionsFor(alert).includes(action)) void page.commands.act(alert, action);
  }

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const intent = intentOf(event, focusOf(event.target, list, isPointed));
    if (event.key === "Tab" || intent?.type === "next" || intent?.type === "previous") {
      isPointed = false;
    }
    if (intent === null) return;
    event.preventDefault();
    carryOut(intent);
  }

  const pointed = (): void => {
    isPointed = true;
  };
  document.addEventListener("keydown", onKey, { signal: until });
  document.addEventListener("pointerdown", pointed, { capture: true, signal: until });
}

function focusOf(target: EventTarget | null, list: HTMLElement, isPointed: boolean): Focus {
  if (!(target instanceof HTMLElement)) return "elsewhere";
  if (target.matches(TEXT)) return "text";
  if (target.matches("[data-alert-id]")) return isPointed ? "pointed-row" : "row";
  if (list.contains(target)) return "in-row";
  return target.closest("a, button, summary") ? "control" : "elsewhere";
}
