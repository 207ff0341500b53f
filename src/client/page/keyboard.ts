import { useNavigate } from "@solidjs/router";
import type { Action } from "../feed/api.ts";
import { actionsFor } from "./actions.ts";
import { feedPath } from "./address.ts";
import { focusedRow } from "../scroll/focus.ts";
import { type Focus, intentOf, type Intent } from "./keys.ts";
import type { PageModel } from "./page-model.ts";
import { idOf, rowOf, type Scroller } from "../scroll/scroll.ts";

/** Lets the page be used by keyboard. To be called once the feed is on screen. */
export function createKeyboard(
  page: PageModel,
  list: HTMLElement,
  scroller: Scroller,
  showHelp: () => void,
): (event: KeyboardEvent) => void {
  const { feed } = page;
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
    const id = page.openId();
    if (id !== null) navigate(feedPath(page.filter()));
    const row = (id !== null && rowOf(list, id)) || rowOf(list, scroller.anchor()?.alertId ?? 0);
    row?.focus({ preventScroll: true });
  }

  /** On the row in focus, else on the alert that is open. */
  function act(action: Action): void {
    const row = focusedRow(list);
    const id = row ? idOf(row) : page.openId();
    const detail = page.detail.answer();
    const alert = (id !== null && feed.rows.row(id)) || (detail?.ok ? detail.value.alert : null);
    if (alert && actionsFor(alert).includes(action)) void page.commands.act(alert, action);
  }

  return (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const intent = intentOf(event, focusOf(event.target, list));
    if (intent === null) return;
    event.preventDefault();
    carryOut(intent);
  };
}

function focusOf(target: EventTarget | null, list: HTMLElement): Focus {
  if (!(target instanceof HTMLElement)) return "elsewhere";
  if (target.matches("input, textarea, select, [contenteditable]")) return "text";
  if (target.matches("[data-alert-id]")) return "row";
  return list.contains(target) ? "in-row" : "elsewhere";
}
