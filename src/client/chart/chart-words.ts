import { counted, hourCycle } from "../words/time.ts";
import type { MonitorPoint } from "../../protocol/monitors.ts";
import { estimateWords, measureWords } from "../words/measure-words.ts";
import type { Series } from "./series.ts";

const DAY = 86_400_000;

/** "212, expected about 980 · score 9.1"; what is not known is left out. */
export function pointWords({ value, expected, score }: MonitorPoint): string {
  const measured = value === null ? "no number" : measureWords(value);
  const usual = expected === null ? "" : `, expected about ${estimateWords(expected)}`;
  return `${measured}${usual}${score === null ? "" : ` · score ${scoreWords(score)}`}`;
}

/** Below the mean of scores, all is as ordinary. */
export function scoreWords(score: number): string {
  return Math.max(0, score).toFixed(1);
}

/** What a chart shows, for those who hear the page. */
export function seriesWords(name: string, { points, spans }: Series): string {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const last = points.findLast(({ value }) => value !== null);
  if (last === undefined) return `${name}: no numbers in this time.`;
  const [lowest, highest] = [
    values.reduce((a, b) => Math.min(a, b)),
    values.reduce((a, b) => Math.max(a, b)),
  ];
  const range = `between ${measureWords(lowest)} and ${measureWords(highest)}`;
  return `${name}: ${range}, lately ${pointWords(last)}. ${spansWords(spans)}.`;
}

function spansWords(spans: Series["spans"]): string {
  if (spans.length === 0) return "No alert in this time";
  const open = spans.some(({ to }) => to === null) ? ", the last of them still open" : "";
  return spans.length === 1 ? `1 alert${open && ", still open"}` : `${spans.length} alerts${open}`;
}

/** What stands beneath the axis of time: a day where one begins or days are told apart, else a time of day. */
export function tickWords(time: number, step: number, timeZone: string): string {
  const isDay = step >= DAY || format("clock", timeZone, "h23").format(time) === "00:00";
  return format(isDay ? "day" : "clock", timeZone).format(time);
}

/** "Fri 27 Nov, 14:05" */
export function bucketWords(time: number, timeZone: string): string {
  return format("bucket", timeZone).format(time);
}

const CLOCK = { hour: "2-digit", minute: "2-digit" } as const;
const FORMATS = {
  clock: CLOCK,
  day: { day: "numeric", month: "short" },
  bucket: { weekday: "short", day: "numeric", month: "short", ...CLOCK },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

// Making a format costs more than a thousand uses of it.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(
  name: keyof typeof FORMATS,
  timeZone: string,
  cycle = hourCycle(),
): Intl.DateTimeFormat {
  const key = `${name} ${cycle} ${timeZone}`;
  const known =
    formats.get(key) ??
    new Intl.DateTimeFormat("en-GB", { ...counted(FORMATS[name], cycle), timeZone });
  formats.set(key, known);
  return known;
}
