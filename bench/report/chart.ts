/** A picture with one thing above the other, all over the same width. */
export interface Panel {
  readonly title: string;
  readonly kind: "line" | "bars";
  /** From left to right, evenly. */
  readonly values: readonly number[];
  /** What is written beneath the left and the right end. */
  readonly ends: readonly [string, string];
}

/** From where to where, as parts of the width, all line panels are shaded. */
export type Span = readonly [from: number, to: number];

const [WIDTH, HEIGHT, MARGIN, TITLE, FOOT, GAP] = [720, 130, 48, 22, 18, 18];
const PLOT = WIDTH - MARGIN - 12;

/** An SVG that stands alone and is dark where its reader is. Texts must be free of markup. */
export function chartOf(name: string, panels: readonly Panel[], shaded: Span): string {
  const step = TITLE + HEIGHT + FOOT + GAP;
  const height = panels.length * step;
  const drawn = panels.map((panel, index) => panelOf(panel, index * step, shaded)).join("\n");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${name}">
<style>
svg { background: #fff; font: 12px system-ui, sans-serif; }
text { fill: #333; } .axis { stroke: #bbb; } .span { fill: #e9a23b; opacity: 0.25; }
.line { fill: none; stroke: #1f6feb; stroke-width: 1.25; } .bar { fill: #1f6feb; }
@media (prefers-color-scheme: dark) {
svg { background: #14171c; } text { fill: #d0d4da; } .axis { stroke: #4a5058; }
.line { stroke: #6cb0ff; } .bar { fill: #6cb0ff; }
}
</style>
${drawn}
</svg>
`;
}

function panelOf({ title, kind, values, ends }: Panel, top: number, [from, to]: Span): string {
  const [low, high] = [Math.min(0, ...values), Math.max(...values)];
  const [first, last] = [top + TITLE, top + TITLE + HEIGHT];
  const y = (value: number) => round(last - (HEIGHT * (value - low)) / (high - low || 1));
  const x = (part: number) => round(MARGIN + PLOT * part);
  const span = `<rect class="span" x="${x(from)}" y="${first}" width="${round(PLOT * (to - from))}" height="${HEIGHT}"/>`;
  const label = (at: number, words: string, anchor: string, height: number) =>
    `<text x="${at}" y="${height}" text-anchor="${anchor}">${words}</text>`;
  const points = values.map((value, index) => `${x(index / (values.length - 1))},${y(value)}`);
  const room = 1 / values.length;
  const bars = values.map(
    (value, index) =>
      `<rect class="bar" x="${x(index * room)}" y="${y(value)}" width="${round(PLOT * room * 0.8)}" height="${round(last - y(value))}"/>`,
  );
  return [
    label(MARGIN, title, "start", top + 14),
    ...(kind === "line" ? [span, `<polyline class="line" points="${points.join(" ")}"/>`] : bars),
    `<path class="axis" d="M${MARGIN} ${first}V${last}H${MARGIN + PLOT}" fill="none"/>`,
    label(MARGIN - 6, shown(high), "end", first + 10),
    label(MARGIN - 6, shown(low), "end", last),
    label(MARGIN, ends[0], "start", last + 14),
    label(MARGIN + PLOT, ends[1], "end", last + 14),
  ].join("\n");
}

/** As short as there is room for. */
function shown(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : round(value).toString();
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** How many values lie in each of so many equal parts from 0 to `high`; what is above is in the last. */
export function histogramOf(values: readonly number[], parts: number, high: number): number[] {
  const counts = Array.from<number>({ length: parts }).fill(0);
  for (const value of values) {
    const part = Math.min(parts - 1, Math.floor((value / high) * parts));
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts;
}
