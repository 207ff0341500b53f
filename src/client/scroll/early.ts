/**
 * Firefox paints a page while it comes, from its top. Where the reader belongs elsewhere, its rows
 * are not shown until {@link landEarly} has run, or nothing more comes. Like that, this is sent
 * inside the page, and self-contained, since only its text is sent.
 */
export function waitEarly(): void {
  const root = document.documentElement;
  const state = history.state as { anchor?: object | null } | null;
  const { pathname, search } = location;
  const base = root.dataset["base"] ?? "/";
  const isElsewhere = pathname.startsWith(`${base}alerts/`) || /[?&](?:at|around)=/u.test(search);
  if (!isElsewhere && !state?.anchor) return;
  root.dataset["arriving"] = "";
  document.addEventListener("DOMContentLoaded", () => delete root.dataset["arriving"]);
}

/**
 * Puts the reader where they belong before the first frame is painted, long before the rest of the
 * script is there.
 */
export function landEarly(): void {
  const root = document.documentElement;
  const scroller = document.querySelector<HTMLElement>("[data-feed-scroller]");
  const state = history.state as { anchor?: { alertId: number; offset: number } | null } | null;
  const anchor = state?.anchor;
  const alertId = Number(anchor ? anchor.alertId : scroller?.dataset["landing"]);
  const row = scroller?.querySelector(`[role=feed] > [data-alert-id="${alertId}"]`);
  if (scroller && row) {
    const centred = Math.max((scroller.clientHeight - row.clientHeight) / 2, 0);
    const offset = anchor ? anchor.offset : centred;
    const missing = (): number =>
      row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - offset;
    const move = (): void => scroller.scrollBy({ top: missing(), behavior: "instant" });
    move();
    // The rows below are on their way: room stands in for them.
    if (anchor && missing() > 0.5) scroller.dataset["short"] = "";
    move();
  } else if (scroller && anchor) {
    // These are not the rows that the reader was at: better none than the wrong ones.
    root.dataset["restoring"] = "";
  }
  delete root.dataset["arriving"];
}
