import { createEffect, createSignal, onCleanup, onMount, Show } from "solid-js";
import { useClock } from "../ui/clock.ts";
import { measureWords } from "../words/measure-words.ts";
import { bucketWords, pointWords, seriesWords } from "./chart-words.ts";
import { ChartTable } from "./ChartTable.tsx";
import type { Plot } from "./plot.ts";
import type { Series, Stretch } from "./series.ts";
import "./chart.css";

/** A series, what was expected of it, and when an alert was open; a table says the same. */
export function MonitorChart(props: { name: string; series: Series; stretch: Stretch }) {
  const clock = useClock();
  const [plot, setPlot] = createSignal<Plot | null>(null);
  const [isMissing, setIsMissing] = createSignal(false);
  const [isTable, setIsTable] = createSignal(false);
  const [pointed, setPointed] = createSignal<number | null>(null);
  let box!: HTMLDivElement;

  onMount(() => {
    let isEnded = false;
    onCleanup(() => {
      isEnded = true;
      plot()?.end();
    });
    void begin();

    /** Who reads no chart does not load what draws one. */
    async function begin(): Promise<void> {
      try {
        const { drawPlot } = await import("./plot.ts");
        if (!isEnded) setPlot(drawPlot({ box, onPoint: setPointed }));
      } catch {
        setIsMissing(true);
      }
    }
  });
  createEffect(() => plot()?.show(props.series, props.stretch, clock.zone()));

  /** Where the pointer is, else the last that was measured. */
  const point = () => {
    const { points } = props.series;
    const time = pointed();
    const at = time === null ? undefined : points.find((one) => Date.parse(one.time) === time);
    return at ?? points.findLast(({ value }) => value !== null);
  };

  return (
    <figure class="chart">
      <p class="chart-point">
        <Show when={point()} fallback="No numbers in this time.">
          {(at) => (
            <>
              <time datetime={at().time}>{bucketWords(Date.parse(at().time), clock.zone())}</time>
              {": "}
              {pointWords(at())}
            </>
          )}
        </Show>
      </p>
      <Show
        when={!isMissing()}
        fallback={<p class="footnote">The chart could not be loaded; the table says the same.</p>}
      >
        <div
          class="plot"
          role="img"
          aria-label={seriesWords(props.name, props.series)}
          data-drawn={plot() !== null}
          ref={box}
        />
      </Show>
      <figcaption class="chart-key">
        <span class="value">value</span>
        <span class="expected">expected</span>
        <span class="open">alert open</span>
        <span class="score">score, unusual from {measureWords(props.series.threshold)}</span>
        <button
          type="button"
          class="button"
          aria-expanded={isTable() || isMissing()}
          onClick={() => setIsTable((was) => !was)}
        >
          {isTable() ? "Hide the table" : "Show as table"}
        </button>
      </figcaption>
      <Show when={isTable() || isMissing()}>
        <ChartTable name={props.name} series={props.series} stretch={props.stretch} />
      </Show>
    </figure>
  );
}
