import { createEffect, on, onCleanup } from "solid-js";
import { at } from "../../protocol/base-path.ts";
import type { Feed } from "../feed/feed.ts";
import { arrive, look, type Unseen } from "./unseen.ts";

const ICONS = { calm: "/favicon.svg", critical: "/favicon-critical.svg" };

/** Counts the critical alerts that nobody has seen on this page, for its title, and marks the tab's icon. */
export function watchUnseen(feed: Feed): void {
  const begin = (): Unseen => ({ ids: new Set(), newest: feed.rows.ids()[0] ?? 0 });
  let unseen = begin();

  function lookIfShown(): void {
    const { arrived, returned } = feed.extent().waiting;
    if (document.visibilityState === "visible") {
      unseen = look(unseen, (id) => feed.rows.row(id) !== undefined, arrived + returned > 0);
    }
    feed.setUnseen(unseen.ids.size);
  }

  /** In another database the same numbers are other alerts'. Its rows are shown in this very task. */
  function beginAnew(): void {
    queueMicrotask(() => {
      unseen = begin();
      lookIfShown();
    });
  }

  const stop = feed.listen((update) => {
    unseen = arrive(unseen, update);
    // It is told before it is shown.
    queueMicrotask(lookIfShown);
  });
  createEffect(on([feed.extent, feed.rows.ids], lookIfShown));
  createEffect(on(feed.epoch, beginAnew, { defer: true }));
  document.addEventListener("visibilitychange", lookIfShown);
  createEffect(on(() => feed.unseen() > 0, showIcon));
  onCleanup(() => {
    stop();
    document.removeEventListener("visibilitychange", lookIfShown);
    feed.setUnseen(0);
    showIcon(false);
  });
}

function showIcon(isCritical: boolean): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const path = at(isCritical ? ICONS.critical : ICONS.calm);
  if (icon && icon.getAttribute("href") !== path) icon.href = path;
}
