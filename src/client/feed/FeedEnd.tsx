import { type JSX, Match, Show, Switch } from "solid-js";
import { feedPath } from "../address/address.ts";
import { failureOf } from "../api/load.ts";
import { useClock } from "../ui/clock.ts";
import { useInteractive } from "../ui/interactive.ts";
import { endWords } from "../words/ends.ts";
import { dateWords } from "../words/time.ts";
import type { Side } from "../window/window.ts";
import { LoadFailure } from "../ui/LoadFailure.tsx";
import { useFeed } from "./feed.ts";

interface Props {
  readonly side: Side;
  /** Where the page goes on on that side, for readers without script. */
  readonly cursor: string | null;
  readonly ref: JSX.HTMLAttributes<HTMLDivElement>["ref"];
}

/** What stands beyond the rows on one side. Its height is the same whatever it says. */
export function FeedEnd(props: Props) {
  const feed = useFeed();
  const isInteractive = useInteractive();
  const load = () => feed[props.side];
  const hasMore = () => feed.extent()[props.side];
  return (
    <div class="end" classList={{ more: hasMore() }} data-end={props.side} ref={props.ref}>
      <Switch>
        <Match when={failureOf(load().state())}>
          {(failure) => <LoadFailure failure={failure()} onRetry={load().retry} />}
        </Match>
        <Match when={!isInteractive() && props.cursor}>
          {(cursor) => <PageLink side={props.side} cursor={cursor()} />}
        </Match>
        <Match when={props.side === "older" && feed.extent().searchedTo}>
          {(time) => <SearchedTo time={time()} />}
        </Match>
        <Match when={load().state() === "loading"}>
          <p class="late">Loading…</p>
        </Match>
        <Match when={props.side === "older" && !hasMore()}>
          <OldestAlert />
        </Match>
      </Switch>
    </div>
  );
}

/** How far a search has come that takes long. It goes on by itself for as long as this is near. */
function SearchedTo(props: { time: string }) {
  const feed = useFeed();
  const clock = useClock();
  return (
    <p>
      Searched back to {dateWords(props.time, clock.zone())}
      {feed.extent().isStopped ? ". " : "… "}
      <button type="button" class="button" onClick={feed.toggleSearch}>
        {feed.extent().isStopped ? "Go on" : "Stop"}
      </button>
    </p>
  );
}

function PageLink(props: { side: Side; cursor: string }) {
  const feed = useFeed();
  const where = () => ({ [props.side === "older" ? "before" : "after"]: props.cursor });
  return (
    <a href={feedPath(feed.filter(), where())}>
      {props.side === "older" ? "Older alerts" : "Newer alerts"}
    </a>
  );
}

function OldestAlert() {
  const feed = useFeed();
  const clock = useClock();
  const last = () => feed.rows.row(feed.rows.ids().at(-1) ?? 0);
  return (
    <Show when={last()}>
      {(alert) => <p>{endWords(feed.filter(), alert(), feed.extent().removed, clock.zone())}</p>}
    </Show>
  );
}
