import type {
  Aggregate,
  BucketLength,
  Direction,
  Monitor,
  MonitorInput,
  MonitorPoint,
  MonitorState,
  Preview,
  Season,
  Sensitivity,
} from "../../../protocol/monitors.ts";
import { estimateWords, measureWords } from "../../words/measure-words.ts";
import { plain } from "../../words/plain.ts";
import { agoWords, durationWords } from "../../words/time.ts";
import { filterWords } from "../filter-words.ts";
import { writeLabels } from "./labels.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

export const STATE_WORDS: Readonly<Record<MonitorState, string>> = {
  learning: "Learning",
  watching: "Watching",
  open: "Unusual now",
  silent: "Silent",
  paused: "Paused",
};

export const BUCKET_WORDS: Readonly<Record<BucketLength, string>> = {
  60: "1 min",
  300: "5 min",
  900: "15 min",
  3600: "1 h",
};

export const SEASON_WORDS: Readonly<Record<Season, string>> = {
  none: "None",
  day: "Each day",
  week: "Each week",
};

export const SENSITIVITY_WORDS: Readonly<Record<Sensitivity, string>> = {
  low: "Low",
  normal: "Normal",
  high: "High",
};

export const DIRECTION_WORDS: Readonly<Record<Direction, string>> = {
  both: "High or low",
  high: "Only high",
  low: "Only low",
};

export const AGGREGATE_WORDS: Readonly<Record<Aggregate, string>> = {
  mean: "Mean",
  sum: "Sum",
  max: "Highest",
  min: "Lowest",
  last: "Last",
};

/** In how many buckets one alert is opened for nothing: measured, see docs/benchmarks.md. */
const BUCKETS_A_FALSE_ALARM: Readonly<Record<Sensitivity, number>> = {
  high: 1400,
  normal: 2800,
  low: 12_800,
};

/** How often an alert must be expected that is for nothing: "about once in 10 days". */
export function falseAlarmWords(sensitivity: Sensitivity, bucket: BucketLength): string {
  const words = lengthWords(BUCKETS_A_FALSE_ALARM[sensitivity] * bucket);
  return words === "1 day" ? "about once a day" : `about once in ${words}`;
}

/** Buckets and seasons that it must have seen, as the detector wants them. */
const WARM_BUCKETS = 256;
const WARM_DAYS: Readonly<Record<Season, number>> = { none: 0, day: 2, week: 14 };

/** How long it learns before it opens anything: "2 days". */
export function learningWords(season: Season, bucket: BucketLength): string {
  return lengthWords(Math.max(WARM_BUCKETS * bucket, WARM_DAYS[season] * DAY));
}

/** A length (s) in the one unit that says enough. */
function lengthWords(length: number): string {
  if (length < 23 * HOUR) return counted(length / HOUR, "hour");
  if (length < 60 * DAY) return counted(length / DAY, "day");
  return counted(length / (30.44 * DAY), "month");
}

function counted(length: number, unit: string): string {
  const count = Math.max(1, Math.round(length));
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** What it watches: "alerts opened: critical, env=prod", "orders_per_minute, site=north" */
export function inputWords(input: MonitorInput): string {
  switch (input.type) {
    case "feed":
      return `alerts ${input.count === "open" ? "open" : "opened"}: ${filterWords(input.filter)}`;
    case "push":
      return [input.name, writeLabels(input.labels ?? {})].filter(Boolean).map(plain).join(", ");
    case "promql":
      return plain(input.query);
    default:
      return input satisfies never;
  }
}

/** How it looks at it: "every 5 min · daily season · normal sensitivity" */
export function settingsWords({ bucket, season, sensitivity }: Monitor): string {
  const seasonal = { none: "no season", day: "daily season", week: "weekly season" } as const;
  return `every ${BUCKET_WORDS[bucket]} · ${seasonal[season]} · ${sensitivity} sensitivity`;
}

/** How it does, in a sentence. */
export function stateWords(monitor: Monitor, now: number): string {
  const { state, progress, last } = monitor;
  switch (state) {
    case "learning":
      return `Learning: ${Math.floor(progress * 100)} % of what it has to see first.`;
    case "watching":
      return "Nothing unusual.";
    case "open":
      return "Unusual now.";
    case "silent":
      return last === null ? "Silent: no numbers have come." : `Silent: ${sinceWords(last, now)}`;
    case "paused":
      return "Paused: it looks at nothing, and opens nothing.";
    default:
      return state satisfies never;
  }
}

function sinceWords({ time }: MonitorPoint, now: number): string {
  return `the last bucket was ${agoWords(time, now)}.`;
}

/** What was amiss with a bucket: "Unusually low: 212, expected about 980"; empty where nobody knows any more. */
export function unusualWords(point: MonitorPoint | undefined): string {
  if (point === undefined) return "";
  const { value, expected } = point;
  if (value === null) return "No numbers";
  if (expected === null) return "";
  const way = value < expected ? "low" : "high";
  return `Unusually ${way}: ${measureWords(value)}, expected about ${estimateWords(expected)}`;
}

/** How an alert ended: "still open", "over after 55 min" */
export function overWords({ from, to }: { readonly from: string; readonly to: string | null }) {
  return to === null ? "still open" : `over after ${durationWords(from, to)}`;
}

/** So many days are judged in a preview. */
const PREVIEWED = 30;

/** "Over the last 30 days it would have opened 3 alerts." Of pasted numbers: "Over these 12 days …" */
export function previewWords({ points, spans, progress }: Preview, isPasted = false): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) {
    return "No such numbers have come yet, so there is nothing to try it on.";
  }
  if (progress < 1) {
    return `There are too few numbers to tell: ${Math.floor(progress * 100)} % of what it has to see first.`;
  }
  // What came before is what it learnt from.
  const all = (Date.parse(last.time) - Date.parse(first.time)) / (1000 * DAY);
  const days = isPasted ? all : Math.min(all, PREVIEWED);
  const many =
    spans.length === 1 ? "1 alert" : `${spans.length === 0 ? "no" : spans.length} alerts`;
  const over = days < 1.5 ? "day" : `${Math.round(days)} days`;
  const which = isPasted ? (days < 1.5 ? "this" : "these") : "the last";
  return `Over ${which} ${over} it would have opened ${many}.`;
}
