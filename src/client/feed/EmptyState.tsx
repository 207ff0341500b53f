import { at, ownAddress } from "../../protocol/base-path.ts";
import { createSignal, Match, onMount, Show, Switch } from "solid-js";
import { feedPath } from "../address/address.ts";
import { emptinessOf } from "../words/emptiness.ts";
import { useFeed } from "./feed.ts";

/** There are no rows: why, and what to do about it. */
export function EmptyState() {
  const feed = useFeed();
  const why = () => emptinessOf(feed.filter(), feed.isLogEmpty());
  return (
    <div class="empty">
      <Switch>
        <Match when={why() === "nothing-received"}>
          <NoAlertsYet />
        </Match>
        <Match when={why() === "all-deleted"}>
          <AllDeleted />
        </Match>
        <Match when={why() === "no-trash"}>
          <EmptyTrash />
        </Match>
        <Match when={why() === "no-match"}>
          <NoMatch />
        </Match>
      </Switch>
    </div>
  );
}

function NoMatch() {
  const feed = useFeed();
  const isTrash = () => feed.filter().deleted === "only";
  const isWithTrash = () => feed.filter().deleted === "include";
  const inTrash = () => feedPath({ ...feed.filter(), deleted: "only" });
  return (
    <>
      <h2>Nothing found</h2>
      <p>
        No alert {isTrash() && "in the trash "}
        <Show when={!isTrash() && !isWithTrash()}>
          outside <a href={inTrash()}>the trash</a>{" "}
        </Show>
        is like that. Those that come to be will appear here.
      </p>
      <p>
        <a class="button" href={at("/")}>
          Show everything
        </a>
      </p>
    </>
  );
}

function AllDeleted() {
  const feed = useFeed();
  const isAnyRemoved = () => feed.extent().removed !== null;
  return (
    <>
      <h2>No alerts here</h2>
      <p>
        All that were received have been deleted{isAnyRemoved() && " or removed for good"}. New ones
        will appear here.
      </p>
      <p>
        <a class="button" href={feedPath({ deleted: "only" })}>
          Open the trash
        </a>
      </p>
    </>
  );
}

function EmptyTrash() {
  return (
    <>
      <h2>The trash is empty</h2>
      <p>Alerts that you delete are kept here, and can be restored.</p>
    </>
  );
}

function NoAlertsYet() {
  const [origin, setOrigin] = createSignal("http://localhost:3000");
  onMount(() => setOrigin(ownAddress()));
  return (
    <>
      <h2>No alerts yet</h2>
      <p>Tocsin shows what your monitoring sends. Paste this into a terminal for a first alert:</p>
      <pre tabindex="0">
        <code>
          {`curl ${origin()}/api/alerts \\\n  -H 'content-type: application/json' \\\n  -d '{"title": "Hello from curl", "severity": "warning"}'`}
        </code>
      </pre>
      <p>
        It appears here at once. Alertmanager posts to <code>/api/ingest/alertmanager</code>,
        Grafana to <code>/api/ingest/grafana</code>.
      </p>
    </>
  );
}
