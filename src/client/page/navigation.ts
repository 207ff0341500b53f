import { useBeforeLeave, useIsRouting, useLocation } from "@solidjs/router";
import { createEffect, on, onCleanup } from "solid-js";
import type { Page, Where } from "../../protocol/page.ts";
import { type Address, readAddress, sameFilter } from "../address/address.ts";
import type { Feed } from "../feed/feed.ts";
import { rememberAnchor, rememberedAnchor } from "./history-anchor.ts";
import { failureOf } from "../api/load.ts";
import type { Anchor, Landing, Scroller } from "../scroll/scroll.ts";

/** The place is remembered once the reader has been still for this long (ms). */
const STILL = 200;

/** Where the reader is put on the page that was read for an address. */
export function landingOn(where: Where, page: Page): Landing {
  if (where.around !== undefined) return { centred: Number(where.around) };
  const { at } = where;
  if (at === undefined) return "top";
  const time = Date.parse(at);
  const row = page.alerts.find(({ receivedAt }) => Date.parse(receivedAt) <= time);
  return { centred: row?.id ?? 0 };
}

/**
 * Keeps the feed at the address of the page, and remembers on each entry of the browser's history
 * where the reader was. To be called once the feed is on screen, with the page it was opened on.
 */
export function followAddress(
  feed: Feed,
  scroller: Scroller,
  page: Page | null,
): { readonly scrolled: () => void } {
  const location = useLocation();
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function arrive(): void {
    const address = readAddress(location.pathname, location.search);
    const anchor = rememberedAnchor();
    const hasFailed = failureOf(feed.landing.state()) !== null;
    if (hasFailed || !sameFilter(address.filter, feed.wanted())) readAnew(address, anchor);
    else if (anchor !== undefined) restore(anchor);
    else if (address.alertId === null && Object.keys(address.where).length > 0) readAnew(address);
    else if (address.alertId !== null && !feed.rows.ids().includes(address.alertId)) {
      feed.visit(address.alertId, { centred: address.alertId });
    }
    remember();
  }

  function readAnew({ where, filter }: Address, anchor?: Anchor | null): void {
    if (anchor) feed.jump({ around: String(anchor.alertId) }, anchor, filter);
    else feed.jump(where, (page) => landingOn(where, page), filter);
  }

  function restore(anchor: Anchor | null): void {
    if (anchor === null) feed.bring();
    else feed.visit(anchor.alertId, anchor);
  }

  function remember(): void {
    clearTimeout(waiting);
    if (feed.landing.state() !== "idle") return;
    const isAtHead = scroller.atTop() && !feed.extent().newer;
    rememberAnchor(isAtHead ? null : scroller.anchor());
  }

  function scrolled(): void {
    clearTimeout(waiting);
    waiting = setTimeout(remember, STILL);
  }

  // On the way back or forward the entry has changed already: `to` is then a number of steps.
  useBeforeLeave(({ to }) => typeof to === "string" && remember());
  // Only when the routing has ended does the browser's history stand at the new entry.
  // And after this effect: within it the rows of the feed would not be made yet, where they are measured.
  createEffect(
    on(useIsRouting(), (isRouting) => !isRouting && queueMicrotask(arrive), { defer: true }),
  );
  addEventListener("pagehide", remember);
  onCleanup(() => {
    clearTimeout(waiting);
    removeEventListener("pagehide", remember);
  });

  const anchor = rememberedAnchor();
  const landing =
    page === null ? "top" : landingOn(readAddress(location.pathname, location.search).where, page);
  if (anchor) restore(anchor);
  else if (landing !== "top") feed.place(landing);
  createEffect(() => {
    if (feed.landing.state() !== "loading") delete document.documentElement.dataset["restoring"];
  });
  return { scrolled };
}
