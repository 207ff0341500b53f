import { createMemo, For } from "solid-js";
import { useClock } from "../ui/clock.ts";
import { zoneWords } from "../words/time.ts";
import { estimateWords, measureWords } from "../words/measure-words.ts";
import { bucketWords, scoreWords } from "./chart-words.ts";
import { type Row, rowsOf } from "./rows.ts";
import type { Series, Stretch } from "./series.ts";

/** What a chart shows, in numbers: for those who hear the page, or want to copy them. */
export function ChartTable(props: { name: string; series: Series; stretch: Stretch }) {
  const clock = useClock();
  const rows = createMemo(() => rowsOf(props.series, props.stretch));
  return (
    <div class="chart-table" role="region" aria-label={`Table of ${props.name}`} tabindex="0">
      <table>
        <caption class="unseen">{props.name}, newest first</caption>
        <thead>
          <tr>
            <th scope="col">From, {zoneWords(clock.now(), clock.zone())}</th>
            <th scope="col">Value</th>
            <th scope="col">Expected</th>
            <th scope="col">Score</th>
            <th scope="col">Alert</th>
          </tr>
        </thead>
        <tbody>
          <For each={rows()} fallback={<NoRows />}>
            {(row) => (
              <tr>
                <th scope="row">{bucketWords(row.from, clock.zone())}</th>
                <td>
                  {row.mean === null ? "no number" : measureWords(row.mean)}{" "}
                  <small>{rangeWords(row)}</small>
                </td>
                <td>{row.expected === null ? "" : `about ${estimateWords(row.expected)}`}</td>
                <td classList={{ unusual: (row.score ?? 0) >= props.series.threshold }}>
                  {row.score === null ? "" : scoreWords(row.score)}
                </td>
                <td>{row.isOpen ? "open" : ""}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

function NoRows() {
  return (
    <tr>
      <td colspan="5">No numbers in this time.</td>
    </tr>
  );
}

/** "910 to 1,040"; empty where all were the same. */
function rangeWords({ lowest, highest }: Row): string {
  if (lowest === null || highest === null || lowest === highest) return "";
  return `${measureWords(lowest)} to ${measureWords(highest)}`;
}
