/**
 * Puts the reader where they belong before the first frame is painted, long before the rest of the
 * script is there: this is sent inside the page. It is self-contained, since only its text is sent.
 */
export function landEarly(): void {
  const scroller = document.querySelector<HTMLElement>("[data-feed-scroller]");
  if (!scroller) return;
  const state = history.state as { anchor?: { alertId: number; offset: number } | null } | null;
  const anchor = state?.anchor;
  const alertId = Number(anchor ? anchor.alertId : scroller.dataset["landing"]);
  const row = scroller.querySelector(`[role=feed] > [data-alert-id="${alertId}"]`);
  if (row) {
    const centred = Math.max((scroller.clientHeight - row.clientHeight) / 2, 0);
    const offset = anchor ? anchor.offset : centred;
    const missing = (): number =>
      row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - offset;
    scroller.scrollTop += missing();
    // The rows below are on their way: room stands in for them.
    if (anchor && missing() > 0.5) scroller.dataset["short"] = "";
    scroller.scrollTop += missing();
  } else if (anchor) {
    // These are not the rows that the reader was at: better none than the wrong ones.
    document.documentElement.dataset["restoring"] = "";
  }
}
