import { createSignal, For, onCleanup, onMount } from "solid-js";
import { readPage } from "../../../src/client/api/api.ts";
import type { Alert } from "../../../src/domain/alert.ts";
import type { ListProps } from "./list.ts";
import { PeerRow } from "./PeerRow.tsx";

/** How often (ms) Alerta's and karma's pages ask, or more rarely. */
const EVERY = 5000;

/** The newest page, asked for again and again. */
export default function PollingList(props: ListProps) {
  const [alerts, setAlerts] = createSignal<readonly Alert[]>([]);

  async function poll(): Promise<void> {
    const answer = await readPage({}, {}, new AbortController().signal);
    if (!answer.ok) return;
    // A row that is already there keeps its node, as it would where rows are keyed.
    const known = new Map(alerts().map((alert) => [alert.id, alert]));
    setAlerts(answer.value.alerts.map((alert) => known.get(alert.id) ?? alert));
    props.onConnection({ state: "live", reason: "" });
  }

  onMount(() => {
    void poll();
    const polling = setInterval(() => void poll(), EVERY);
    onCleanup(() => clearInterval(polling));
  });
  return (
    <div class="scroller" data-feed-scroller tabindex="-1">
      <div role="feed" aria-label="Alerts, newest first">
        <For each={alerts()}>
          {(alert, index) => <PeerRow alert={alert} above={alerts()[index() - 1]} />}
        </For>
      </div>
    </div>
  );
}
