/** Puts the focus on the feed as a whole, for where a button goes away when it is pressed. */
export function focusFeed(): void {
  document.querySelector<HTMLElement>("[data-feed-scroller]")?.focus({ preventScroll: true });
}
