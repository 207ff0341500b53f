import { useNavigate } from "@solidjs/router";
import { createEffect, createMemo, For, onCleanup, onMount, untrack } from "solid-js";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Page } from "../../protocol/page.ts";
import { canAsk, feedPath } from "../address/address.ts";
import { usePageAddress } from "../address/page-address.ts";
import { withLabel } from "../address/query.ts";
import { useClock } from "../ui/clock.ts";
import { useInteractive } from "../ui/interactive.ts";
import { usePresses } from "../ui/press.ts";
import { dayStarts } from "../words/days.ts";
import { keepFocus } from "../scroll/focus.ts";
import { createScroller, idOf, type Scroller } from "../scroll/scroll.ts";
import { watchEnds } from "../scroll/sentinels.ts";
import { AlertRow, type RowActions } from "./AlertRow.tsx";
import { createActiveRows } from "./active-rows.ts";
import { useFeed } from "./feed.ts";
import { FeedEnd } from "./FeedEnd.tsx";
import { Pill } from "./Pill.tsx";
import { useSelection } from "./selection.ts";

interface Props {
  /** The page that the feed was opened on. */
  readonly page: Page | null;
  /** The row to show first, in the middle; for the script that runs before this one. */
  readonly landing: number | undefined;
  readonly rowActions: RowActions;
  /** Called once, when the feed can be scrolled. */
  readonly onScroller: (scroller: Scroller, list: HTMLElement) => { readonly scrolled: () => void };
}

/** What in a row is a target of its own. */
const TARGETS = "a, button, .row-actions";

/** The scrolling list, and what joins it to the window: the scroller, the ends, the hand. */
export function FeedList(props: Props) {
  const feed = useFeed();
  const clock = useClock();
  const isInteractive = useInteractive();
  const presses = usePresses();
  const selection = useSelection();
  const { filter, pathOf } = usePageAddress();
  const navigate = useNavigate();
  const active = createActiveRows(feed.hand, () => list);
  let scrollerElement!: HTMLDivElement;
  let list!: HTMLDivElement;
  let newerEnd!: HTMLDivElement;
  let olderEnd!: HTMLDivElement;

  const missed = createMemo(() => feed.extent().gap, null, {
    equals: (a, b) => a?.below === b?.below && a?.count === b?.count,
  });
  const days = createMemo(() => {
    if (!isInteractive()) return new Map<number, string>();
    const rows = feed.rows.alerts().map((alert) => alert());
    return dayStarts(rows, clock.zone());
  });

  onMount(() => {
    const scroller = createScroller(scrollerElement, list, () => {
      active.scrolled();
      joined.scrolled();
    });
    const anchored = (): number => scroller.anchor()?.alertId ?? 0;
    const joined = props.onScroller(
      {
        ...scroller,
        hold: (change, stays) =>
          keepFocus(list, () => scroller.hold(change, stays, active.aimed()), anchored),
        land: (change, place) => keepFocus(list, () => scroller.land(change, place), anchored),
      },
      list,
    );
    const sentinels = watchEnds(scrollerElement, { newer: newerEnd, older: olderEnd }, feed.near);
    createEffect(() => {
      feed.rows.ids();
      feed.extent();
      if (feed.older.state() !== "loading" || feed.newer.state() !== "loading") sentinels.rearm();
    });
    onCleanup(() => {
      scroller.dispose();
      sentinels.dispose();
    });
  });

  /** A row is one large link, but for what is a target of its own, and for text being selected. */
  function openRow(event: MouseEvent): void {
    // While rows are selected, a finger means them wherever it taps, and so does a click with Shift.
    const isPick = selection.isAny() && (event.shiftKey || isTouch(event));
    const row = rowMeant(event, isPick ? "button" : TARGETS);
    if (row === null) return;
    if (isPick) {
      event.preventDefault();
      return selection.pick(idOf(row), event.shiftKey);
    }
    const narrower = narrowerBy(event, idOf(row));
    if (narrower !== null) return navigate(feedPath(narrower));
    const way = wayOf(event);
    if (way === null) return;
    const path = pathOf({ id: idOf(row) });
    if (way === "elsewhere") window.open(path, "_blank", "noopener");
    else if (event.detail <= 1 && getSelection()?.isCollapsed !== false) navigate(path);
  }

  /** A click on a label asks for it as well, with Alt for what is without it; a finger is too large to mean one. */
  function narrowerBy(event: MouseEvent, id: number): WrittenFilter | null {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!isPlain || isTouch(event) || !(event.target instanceof Element)) return null;
    const name = event.target.closest("[data-label]")?.getAttribute("data-label") ?? null;
    const labels = feed.rows.row(id)?.labels;
    if (name === null || labels === undefined || !getSelection()?.isCollapsed) return null;
    const narrower = withLabel(filter(), name, labels[name] ?? "", event.altKey ? "!=" : "=");
    return canAsk(narrower) ? narrower : null;
  }

  /** The row on which the press began, wherever it has gone since. */
  function rowMeant(event: MouseEvent, targets: string): Element | null {
    const aim = presses.aimOf(event);
    const { target } = event;
    if (!(target instanceof Element) || target.closest(targets)) return null;
    const row = target.closest("[data-alert-id]");
    if (row || !aim?.isStill || aim.target.closest("button")) return row;
    return aim.target.closest("[data-alert-id]");
  }

  /** Where a click opens the row elsewhere, the browser is not to select text or to scroll. */
  function keepFromSelecting(event: MouseEvent): void {
    const isLink = event.target instanceof Element && event.target.closest(TARGETS);
    if (!isLink && wayOf(event) === "elsewhere") event.preventDefault();
  }

  return (
    <div
      class="scroller"
      data-feed-scroller
      data-landing={props.landing}
      tabindex="-1"
      ref={scrollerElement}
    >
      <Pill />
      <FeedEnd side="newer" cursor={props.page?.newer ?? null} ref={newerEnd} />
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it has either of two roles */}
      <div
        role={selection.isAny() ? "grid" : "feed"}
        aria-multiselectable={selection.isAny() || undefined}
        aria-label="Alerts, newest first"
        aria-busy={feed.landing.state() === "loading"}
        hidden={feed.rows.ids().length === 0}
        ref={list}
        onClick={openRow}
        onAuxClick={openRow}
        onMouseDown={keepFromSelecting}
      >
        <For each={feed.rows.alerts()}>
          {(alert) => {
            const { id } = untrack(alert);
            return (
              <AlertRow
                alert={alert()}
                isActive={active.isActive(id)}
                isNew={feed.entered().has(id)}
                day={days().get(id)}
                missed={missed()?.below === id ? missed()?.count : undefined}
                actions={props.rowActions}
              />
            );
          }}
        </For>
      </div>
      <FeedEnd side="older" cursor={props.page?.older ?? null} ref={olderEnd} />
    </div>
  );
}

function isTouch(event: MouseEvent): boolean {
  return event instanceof PointerEvent && event.pointerType !== "mouse";
}

/** Whether a click opens a link here or elsewhere; null where it does not follow it. */
function wayOf({ button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent) {
  if (altKey || button > 1) return null;
  return button === 1 || ctrlKey || metaKey || shiftKey ? "elsewhere" : "here";
}
