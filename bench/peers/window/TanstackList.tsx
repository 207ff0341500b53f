import { createVirtualizer } from "@tanstack/solid-virtual";
import { createMemo, For, onMount } from "solid-js";
import type { ListProps, Shown } from "./list.ts";
import { PeerRow } from "./PeerRow.tsx";
import { PeerScroller } from "./PeerScroller.tsx";

/** Its documentation's example of measured rows has this many rows beyond the screen. */
const OVERSCAN = 5;
const ESTIMATE = 66;

/** As its documentation recommends for rows of unknown height in a list that grows above. */
export default function TanstackList(props: ListProps) {
  return (
    <PeerScroller onConnection={props.onConnection}>
      {(shown, scroller) => <Rows shown={shown} scroller={scroller} />}
    </PeerScroller>
  );
}

function Rows(props: { readonly shown: Shown; readonly scroller: () => HTMLElement }) {
  const alerts = () => props.shown.held().alerts;
  const virtualizer = createVirtualizer<HTMLElement, HTMLElement>({
    get count() {
      return alerts().length;
    },
    // As where the virtualiser is made before its element: it observes nothing that is outside of
    // the document.
    getScrollElement: () => (props.scroller().isConnected ? props.scroller() : null),
    estimateSize: () => ESTIMATE,
    getItemKey: (index) => alerts()[index]?.id ?? index,
    overscan: OVERSCAN,
    // Keeps the reader's place when rows come in above; at the top, arrivals are to be seen.
    get anchorTo() {
      return props.shown.held().isShifted ? "end" : "start";
    },
  });
  onMount(() => props.shown.onReady((index) => virtualizer.scrollToIndex(index)));
  const first = () => virtualizer.getVirtualItems()[0];
  const shownAlerts = createMemo(() =>
    virtualizer.getVirtualItems().flatMap(({ index }) => alerts()[index] ?? []),
  );
  return (
    <div
      role="feed"
      aria-label="Alerts, newest first"
      style={{ height: `${virtualizer.getTotalSize()}px`, width: "100%", position: "relative" }}
    >
      <div
        style={{
          position: "absolute",
          top: 0,
          left: 0,
          width: "100%",
          transform: `translateY(${first()?.start ?? 0}px)`,
        }}
      >
        <For each={shownAlerts()}>
          {(alert, at) => {
            const index = () => (first()?.index ?? 0) + at();
            return (
              <div
                data-index={index()}
                ref={(row) => queueMicrotask(() => virtualizer.measureElement(row))}
              >
                <PeerRow alert={alert} above={alerts()[index() - 1]} />
              </div>
            );
          }}
        </For>
      </div>
    </div>
  );
}
