import { createMemo, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { useClock } from "../ui/clock.ts";
import { LoadFailure } from "../ui/LoadFailure.tsx";
import { plain } from "../words/plain.ts";
import { stretchAround } from "./around.ts";
import { MonitorChart } from "./MonitorChart.tsx";
import { createPoints, type Points } from "./points.ts";

/** What the monitor of an alert saw before it opened it and since. */
export function AlertChart(props: { monitor: number; alert: Alert }) {
  const clock = useClock();
  const stretch = createMemo(() => stretchAround(props.alert, clock.now()), undefined, {
    equals: (a, b) => a.from === b.from && a.to === b.to,
  });
  const points = createPoints(() => ({ id: props.monitor, ...stretch() }));
  const failure = () => {
    const answer = points.answer();
    return answer?.ok === false ? answer.failure : null;
  };
  const read = createMemo<Points | null>((before) => {
    const answer = points.answer();
    return answer?.ok ? answer.value : before;
  }, null);
  return (
    <Show
      when={read()}
      fallback={
        <Show when={failure()} fallback={<p class="late">Loading…</p>}>
          {(why) => (
            <Show
              when={why().code !== "monitor-not-found"}
              fallback={<p>The monitor that opened it was deleted, with its numbers.</p>}
            >
              <LoadFailure failure={why()} onRetry={points.again} />
            </Show>
          )}
        </Show>
      }
    >
      {(shown) => (
        <MonitorChart name={plain(props.alert.title)} series={shown()} stretch={shown().stretch} />
      )}
    </Show>
  );
}
