import { at } from "../../../protocol/base-path.ts";
import { createMemo, createSignal, For, Show, untrack } from "solid-js";
import { bucketWords } from "../../chart/chart-words.ts";
import { MonitorChart } from "../../chart/MonitorChart.tsx";
import { createPoints, type Points } from "../../chart/points.ts";
import type { Monitor } from "../../../protocol/monitors.ts";
import { useClock } from "../../ui/clock.ts";
import { LoadFailure } from "../../ui/LoadFailure.tsx";
import { Stale } from "../Stale.tsx";
import { overWords, unusualWords } from "./monitor-words.ts";

const DAY = 86_400_000;
/** How much of it can be looked at (days). */
const LENGTHS = [3, 7, 14, 35] as const;
const LENGTH_WORDS = { 3: "3 days", 7: "1 week", 14: "2 weeks", 35: "5 weeks" } as const;

/** What a monitor saw, and which alerts it opened. It is read again whenever a bucket is over. */
export function MonitorHistory(props: { monitor: Monitor }) {
  const clock = useClock();
  const [days, setDays] = createSignal<(typeof LENGTHS)[number]>(3);
  const seen = createMemo(
    () => {
      const { id, last, openAlertId } = props.monitor;
      return { id, last: last?.time, openAlertId };
    },
    undefined,
    { equals: (a, b) => a.id === b.id && a.last === b.last && a.openAlertId === b.openAlertId },
  );
  const points = createPoints(() => {
    const { id } = seen();
    const to = untrack(clock.now);
    return { id, from: to - days() * DAY, to };
  });
  const failure = () => {
    const answer = points.answer();
    return answer?.ok === false ? answer.failure : null;
  };
  const read = createMemo<Points | null>((before) => {
    const answer = points.answer();
    // What was read before stays where it cannot be read again.
    return answer?.ok ? answer.value : before;
  }, null);

  return (
    <section class="monitor-history">
      <div class="top">
        <h2>What it saw</h2>
        <div class="seg" role="group" aria-label="How much of it">
          <For each={LENGTHS}>
            {(length) => (
              <button
                type="button"
                aria-pressed={days() === length}
                onClick={() => setDays(length)}
              >
                {LENGTH_WORDS[length]}
              </button>
            )}
          </For>
        </div>
      </div>
      <Show
        when={read()}
        fallback={
          <Show when={failure()} fallback={<p class="late chart-room">Loading…</p>}>
            {(why) => <LoadFailure failure={why()} onRetry={points.again} />}
          </Show>
        }
      >
        {(shown) => (
          <>
            <div class="card">
              <MonitorChart name={props.monitor.name} series={shown()} stretch={shown().stretch} />
            </div>
            <Opened points={shown()} />
          </>
        )}
      </Show>
      <Stale failure={read() === null ? null : failure()} />
    </section>
  );
}

/** The alerts that it opened, newest first. */
function Opened(props: { points: Points }) {
  const clock = useClock();
  const spans = createMemo(() => props.points.spans.toReversed());
  const wordsAt = (time: string) =>
    unusualWords(props.points.points.find((point) => point.time === time));
  return (
    <Show
      when={spans().length > 0}
      fallback={<p class="footnote">It has opened no alert in this time.</p>}
    >
      <table class="opened">
        <thead>
          <tr>
            <th scope="col">Opened</th>
            <th scope="col">What</th>
            <th scope="col">Over</th>
          </tr>
        </thead>
        <tbody>
          <For each={spans()}>
            {(span) => (
              <tr>
                <td>
                  <time datetime={span.from}>
                    {bucketWords(Date.parse(span.from), clock.zone())}
                  </time>
                </td>
                <td>
                  <Show
                    when={span.alertId}
                    fallback={wordsAt(span.from) || "An alert that is gone"}
                  >
                    {(id) => (
                      <a href={at(`/alerts/${id()}`)} rel="external">
                        {wordsAt(span.from) || `Alert ${id()}`}
                      </a>
                    )}
                  </Show>
                </td>
                <td classList={{ why: span.to === null }}>{overWords(span)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Show>
  );
}
