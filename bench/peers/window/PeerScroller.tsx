import { createEffect, type JSX, onCleanup, onMount } from "solid-js";
import { watchEnds } from "../../../src/client/scroll/sentinels.ts";
import { createHeld } from "./held.ts";
import type { ListProps, Shown } from "./list.ts";

interface Props extends ListProps {
  readonly children: (shown: Shown, scroller: () => HTMLElement) => JSX.Element;
  /** For a list that leaves its place to the browser. */
  readonly anchoring?: "auto" | "none";
}

/**
 * The scrolling element around a peer's rows. Pages are asked for as close to the ends as Tocsin
 * asks for them, and Home and End read those places afresh, as they do there.
 */
export function PeerScroller(props: Props) {
  let scroller!: HTMLDivElement;
  let newer!: HTMLDivElement;
  let older!: HTMLDivElement;
  let scrollTo = (_index: number): void => {};
  const source = createHeld(
    () => scroller.scrollTop <= 0,
    (connection) => props.onConnection(connection),
  );

  async function onKey({ key }: KeyboardEvent): Promise<void> {
    if (key !== "Home" && key !== "End") return;
    await source.jump(key === "Home" ? "newest" : "oldest");
    scrollTo(key === "Home" ? 0 : source.held().alerts.length - 1);
  }

  onMount(() => {
    const sentinels = watchEnds(scroller, { newer, older }, source.near);
    createEffect(() => {
      source.held();
      sentinels.rearm();
    });
    const heard = (event: KeyboardEvent): void => void onKey(event);
    document.addEventListener("keydown", heard);
    onCleanup(() => {
      document.removeEventListener("keydown", heard);
      sentinels.dispose();
    });
  });

  const shown: Shown = {
    held: source.held,
    onReady: (put) => {
      scrollTo = put;
    },
  };
  return (
    <div
      class="scroller"
      data-feed-scroller
      tabindex="-1"
      ref={scroller}
      style={{ "overflow-anchor": props.anchoring ?? "none" }}
    >
      <div ref={newer} />
      {props.children(shown, () => scroller)}
      <div ref={older} />
    </div>
  );
}
