import { For, onMount } from "solid-js";
import type { ListProps, Shown } from "./list.ts";
import { PeerRow } from "./PeerRow.tsx";
import { PeerScroller } from "./PeerScroller.tsx";

/** Every row that was ever read stays on the page, and the browser keeps the place. */
export default function PlainList(props: ListProps) {
  return (
    <PeerScroller onConnection={props.onConnection} anchoring="auto">
      {(shown) => <Rows shown={shown} />}
    </PeerScroller>
  );
}

function Rows(props: { readonly shown: Shown }) {
  let feed!: HTMLDivElement;
  const alerts = () => props.shown.held().alerts;
  onMount(() => props.shown.onReady((index) => feed.children[index]?.scrollIntoView()));
  return (
    <div role="feed" aria-label="Alerts, newest first" ref={feed}>
      <For each={alerts()}>
        {(alert, index) => <PeerRow alert={alert} above={alerts()[index() - 1]} />}
      </For>
    </div>
  );
}
