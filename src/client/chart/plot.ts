import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { axisWords } from "../words/measure-words.ts";
import { PREFERRED } from "../ui/preferred.ts";
import { tickWords } from "./chart-words.ts";
import { type Colours, coloursWithin } from "./colours.ts";
import {
  type Columns,
  columnsOf,
  endOf,
  highestScores,
  lonelyIn,
  type Series,
  stepOf,
  type Stretch,
} from "./series.ts";

/** The heights (px) of the values and, beneath them, of the scores with the axis of time. */
const VALUES_HEIGHT = 190;
const SCORES_HEIGHT = 86;
/** The room (px) for the words beside the axes, in both alike, so that times stand beneath each other. */
const GUTTER = 48;
const TOP = 8;
/** For half of the words beneath the end of the axis of time. */
const RIGHT = 20;
/** For half of the lowest of the words beside the values. */
const BOTTOM = 6;
const LABEL_SIZE = 11;
/** So many px are for one score. */
const BAR = 3;

export interface PlotOptions {
  /** Where it is drawn. */
  readonly box: HTMLElement;
  /** At which time (ms) the pointer is; null where it is elsewhere. */
  readonly onPoint: (time: number | null) => void;
}

export interface Plot {
  readonly show: (series: Series, stretch: Stretch, zone: string) => void;
  readonly end: () => void;
}

/** What is drawn now, and with what. */
interface Drawn {
  series: Series;
  stretch: Stretch;
  columns: Columns;
  zone: string;
  colours: Colours;
}

/** Those that are drawn together have a name, by which the pointer of one is that of the other. */
let pairs = 0;

/** Draws values with what was expected, and beneath them how unlike the others each of them was. */
export function drawPlot({ box, onPoint }: PlotOptions): Plot {
  const drawn: Drawn = {
    series: { points: [], threshold: 0, spans: [] },
    stretch: { from: 0, to: 1 },
    columns: columnsOf([]),
    zone: "UTC",
    colours: coloursWithin(box),
  };
  const size = () => Math.max(1, box.clientWidth);
  const common = commonOptions(drawn, size(), `chart-${(pairs += 1)}`, onPoint);
  const font = `${LABEL_SIZE}px ${getComputedStyle(box).fontFamily}`;
  const values = new uPlot(valuesOptions(drawn, common, font), undefined, box);
  const scores = new uPlot(scoresOptions(drawn, common, font), undefined, box);
  const both = [values, scores];

  const ended = new AbortController();
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", repaint, { signal: ended.signal });
  addEventListener(PREFERRED, repaint, { signal: ended.signal });
  const resized = new ResizeObserver(() => {
    for (const plot of both) plot.setSize({ width: size(), height: plot.height });
  });
  resized.observe(box);

  function repaint(): void {
    drawn.colours = coloursWithin(box);
    for (const plot of both) plot.redraw(false, true);
  }

  return {
    show(series, stretch, zone) {
      const columns = columnsOf(series.points);
      Object.assign(drawn, { series, stretch, columns, zone } satisfies Partial<Drawn>);
      values.setData([columns.times, columns.expected, columns.values]);
      scores.setData([columns.times, columns.scores]);
    },
    end() {
      ended.abort();
      resized.disconnect();
      for (const plot of both) plot.destroy();
    },
  };
}

/** What both have. All that changes is asked for with each drawing. */
function commonOptions(
  drawn: Drawn,
  width: number,
  key: string,
  onPoint: PlotOptions["onPoint"],
): Omit<uPlot.Options, "height" | "series"> {
  const timeAt = ({ cursor }: uPlot) => drawn.columns.times[cursor.idx ?? -1] ?? null;
  return {
    width,
    ms: 1,
    tzDate: (time) => uPlot.tzDate(new Date(time), drawn.zone),
    legend: { show: false },
    scales: { x: { time: true, range: () => [drawn.stretch.from, drawn.stretch.to] } },
    cursor: {
      sync: { key },
      y: false,
      drag: { x: false, y: false, setScale: false },
      points: { size: 7, fill: () => drawn.colours.value, width: 0 },
    },
    hooks: {
      drawClear: [(plot) => shadeSpans(plot, drawn)],
      setCursor: [(plot) => onPoint(timeAt(plot))],
    },
  };
}

function valuesOptions(
  drawn: Drawn,
  common: ReturnType<typeof commonOptions>,
  font: string,
): uPlot.Options {
  const line = (stroke: () => string): uPlot.Series => ({
    stroke,
    width: 1.5,
    points: {
      size: 4,
      width: 0,
      fill: stroke,
      filter: (plot, at) => lonelyIn(Array.from(plot.data[at] ?? [], (value) => value ?? null)),
    },
  });
  return {
    ...common,
    height: VALUES_HEIGHT,
    padding: [TOP, RIGHT, BOTTOM, 0],
    axes: [{ ...axis(drawn, font), size: 0, values: () => [] }, beside(drawn, font)],
    series: [
      {},
      { ...line(() => drawn.colours.expected), dash: [3, 4] },
      line(() => drawn.colours.value),
    ],
  };
}

function scoresOptions(
  drawn: Drawn,
  common: ReturnType<typeof commonOptions>,
  font: string,
): uPlot.Options {
  /** So that the threshold is never at the edge, nor is the highest score. */
  const topOf = (highest: number | null) =>
    Math.max(1.4 * drawn.series.threshold, 1.05 * (highest ?? 0), 1);
  return {
    ...common,
    height: SCORES_HEIGHT,
    padding: [TOP, RIGHT, 0, 0],
    scales: { ...common.scales, y: { range: (_, _lowest, highest) => [0, topOf(highest)] } },
    axes: [
      {
        ...axis(drawn, font),
        size: 24,
        gap: 4,
        space: 64,
        values: (_, times, _axis, _space, step) =>
          times.map((time) => tickWords(time, step, drawn.zone)),
      },
      { ...beside(drawn, font), splits: () => [0, drawn.series.threshold] },
    ],
    // Drawn as bars, see below; named so that their scale is known.
    series: [{}, { paths: () => null, points: { show: false } }],
    cursor: { ...common.cursor, points: { show: false } },
    hooks: { ...common.hooks, draw: [(plot) => drawScores(plot, drawn)] },
  };
}

function axis(drawn: Drawn, font: string): uPlot.Axis {
  return {
    font,
    stroke: () => drawn.colours.label,
    grid: { stroke: () => drawn.colours.grid, width: 1 },
    ticks: { show: false },
  };
}

function beside(drawn: Drawn, font: string): uPlot.Axis {
  return {
    ...axis(drawn, font),
    size: GUTTER,
    gap: 6,
    values: (_, marks) => marks.map(axisWords),
  };
}

/** The times in which an alert was open, each with an edge where it begins. */
function shadeSpans({ ctx, bbox, valToPos }: uPlot, drawn: Drawn): void {
  const { series, stretch, colours } = drawn;
  const step = stepOf(series.points);
  for (const span of series.spans) {
    const from = Math.max(Date.parse(span.from), stretch.from);
    const to = Math.min(endOf(span, step, stretch.to), stretch.to);
    if (to <= from) continue;
    const [left, right] = [valToPos(from, "x", true), valToPos(to, "x", true)];
    ctx.fillStyle = colours.open;
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.fillStyle = colours.openEdge;
    ctx.fillRect(left, bbox.top, devicePixelRatio, bbox.height);
  }
}

function drawScores({ ctx, bbox, valToPos }: uPlot, drawn: Drawn): void {
  const { series, stretch, columns, colours } = drawn;
  const width = BAR * devicePixelRatio;
  const slots = Math.max(1, Math.floor(bbox.width / width));
  const bottom = bbox.top + bbox.height;
  highestScores(columns, stretch, slots).forEach((score, slot) => {
    if (score === null || score <= 0) return;
    const top = valToPos(score, "y", true);
    const left = bbox.left + (slot * bbox.width) / slots;
    ctx.fillStyle = score >= series.threshold ? colours.unusual : colours.score;
    ctx.fillRect(left, top, width - devicePixelRatio, bottom - top);
  });
  const height = valToPos(series.threshold, "y", true);
  ctx.save();
  ctx.strokeStyle = colours.unusual;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, height);
  ctx.lineTo(bbox.left + bbox.width, height);
  ctx.stroke();
  ctx.restore();
}
