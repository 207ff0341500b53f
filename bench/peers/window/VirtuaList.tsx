import { type VirtualizerHandle, Virtualizer } from "virtua/solid";
import type { ListProps, Shown } from "./list.ts";
import { PeerRow } from "./PeerRow.tsx";
import { PeerScroller } from "./PeerScroller.tsx";

/** As its documentation recommends: its own estimate and buffer, `shift` only for rows above. */
export default function VirtuaList(props: ListProps) {
  return (
    <PeerScroller onConnection={props.onConnection}>
      {(shown, scroller) => <Rows shown={shown} scroller={scroller()} />}
    </PeerScroller>
  );
}

function Rows(props: { readonly shown: Shown; readonly scroller: HTMLElement }) {
  const held = () => props.shown.held();
  const ready = (handle?: VirtualizerHandle): void =>
    props.shown.onReady((index) => handle?.scrollToIndex(index));
  return (
    <div role="feed" aria-label="Alerts, newest first">
      <Virtualizer
        ref={ready}
        data={held().alerts}
        shift={held().isShifted}
        scrollRef={props.scroller}
      >
        {(alert, index) => <PeerRow alert={alert} above={held().alerts[index() - 1]} />}
      </Virtualizer>
    </div>
  );
}
