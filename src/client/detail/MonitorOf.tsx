import { at } from "../../protocol/base-path.ts";
import { createSignal, onMount, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import type { AlertChart } from "../chart/AlertChart.tsx";

/** What the monitor saw that has opened an alert. Charts are loaded with the first one that is looked at. */
export function MonitorOf(props: { id: number; alert: Alert }) {
  const [chart, setChart] = createSignal<typeof AlertChart | null>(null);
  const [isMissing, setIsMissing] = createSignal(false);

  async function load(): Promise<void> {
    try {
      const { AlertChart: loaded } = await import("../chart/AlertChart.tsx");
      setChart(() => loaded);
    } catch {
      setIsMissing(true);
    }
  }

  onMount(() => void load());
  return (
    <section class="monitor-of">
      <h3>
        <a href={at(`/settings/monitors/${props.id}`)} rel="external">
          Monitor
        </a>
      </h3>
      <Show
        when={chart()}
        fallback={<p class="late">{isMissing() ? "The chart could not be loaded." : "Loading…"}</p>}
      >
        {(Chart) => Chart()({ monitor: props.id, alert: props.alert })}
      </Show>
    </section>
  );
}
