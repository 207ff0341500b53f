import { idOf, rowOf } from "./scroll.ts";

/** Changes the rows; where the focus was in one that has gone, it goes to the one nearest to it. */
export function keepFocus(feed: HTMLElement, change: () => void, fallback: () => number): void {
  const held = focusedRow(feed);
  const alertId = held ? idOf(held) : 0;
  change();
  if (!held || feed.contains(document.activeElement)) return;
  const next = rowOf(feed, alertId) ?? neighbourOf(feed, alertId) ?? rowOf(feed, fallback());
  next?.focus({ preventScroll: true });
}

/** The row that has the focus, or that something in it has. */
export function focusedRow(feed: HTMLElement): HTMLElement | null {
  const row = document.activeElement?.closest<HTMLElement>("[data-alert-id]") ?? null;
  return row && feed.contains(row) ? row : null;
}

/** The next older row, if the alert left from between the rows rather than with an end of them. */
function neighbourOf(feed: HTMLElement, alertId: number): HTMLElement | null {
  const rows = [...feed.children].filter((row) => row instanceof HTMLElement);
  const next = rows.find((row) => idOf(row) < alertId);
  return next === undefined || next === rows[0] ? null : next;
}
