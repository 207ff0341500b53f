import type { Panel, Span } from "../../bench/report/chart.ts";

/** How the server was at a moment. Of times it is the median since the sample before; null where there is none. */
export interface Sample {
  /** The part of the day that was over. */
  readonly part: number;
  /** MiB that are resident, of the server and the processes it always has. */
  readonly memory: number;
  /** File descriptors that the server has open. */
  readonly handles: number;
  /** MiB of the database, and of the log beside it. */
  readonly file: number;
  readonly wal: number;
  /** Alerts in the database. */
  readonly kept: number;
  /** Percent of one core that the server used since the sample before; null where it was started in between. */
  readonly processor: number | null;
  /** How many times as long as its processor time some work takes on this machine, whoever keeps it busy. */
  readonly busyness: number;
  /** ms until an answer to a post, to whoever asks for a page, and until a row is at a socket. */
  readonly post: number | null;
  readonly page: number | null;
  readonly live: number | null;
}

export type Curve = Exclude<keyof Sample, "part">;

/** What is compared: the server some time after the last kill, and in the end. */
const MIDDLE: Span = [0.5, 0.65];
const END: Span = [0.85, 1];

interface Bound {
  readonly curve: Curve;
  readonly title: string;
  /** How many times as high it may be in the end, and how much higher for all that is small. */
  readonly factor: number;
  readonly more: number;
}

/** Up to which growth of the busyness times are judged: beyond that they tell of the machine. */
const BUSIER = 1.3;
const TIMES: ReadonlySet<Curve> = new Set(["post", "page", "live"]);

/** Those who post, resolve and remove decide how many alerts there are, and others how busy the machine is. */
const BOUNDS: readonly Bound[] = [
  { curve: "memory", title: "Memory of the server, MiB", factor: 1.1, more: 8 },
  { curve: "handles", title: "Open file descriptors", factor: 1.1, more: 10 },
  { curve: "file", title: "Database file, MiB", factor: 1.15, more: 4 },
  { curve: "wal", title: "Log beside it (WAL), MiB", factor: 1.5, more: 8 },
  { curve: "kept", title: "Alerts kept", factor: Infinity, more: 0 },
  { curve: "processor", title: "Processor of the server, % of one core", factor: 1.3, more: 5 },
  { curve: "post", title: "A post, median ms", factor: 1.5, more: 20 },
  { curve: "page", title: "A page, median ms", factor: 1.5, more: 20 },
  { curve: "live", title: "From taken in to a socket, median ms", factor: 1.5, more: 20 },
  {
    curve: "busyness",
    title: "How many times as long as its processor time some work takes on the machine",
    factor: Infinity,
    more: 0,
  },
];

export const CURVES: readonly Curve[] = BOUNDS.map(({ curve }) => curve);

/** The medians that a curve is judged by. */
export interface Growth {
  readonly curve: Curve;
  readonly middle: number;
  readonly end: number;
}

/** Null for what is missing in the middle or in the end. */
export function growthOf(samples: readonly Sample[], curve: Curve): Growth | null {
  const median = ([from, to]: Span): number | null =>
    medianOf(
      samples
        .filter(({ part }) => part >= from && part <= to)
        .flatMap(({ [curve]: value }) => value ?? []),
    );
  const [middle, end] = [median(MIDDLE), median(END)];
  return middle === null || end === null ? null : { curve, middle, end };
}

/** Whether times tell of the server: in the end the machine was as busy as in the middle. */
export function isSteady(samples: readonly Sample[]): boolean {
  const busyness = growthOf(samples, "busyness");
  return busyness !== null && busyness.end <= busyness.middle * BUSIER;
}

/**
 * What has grown that should be flat, in words. The file may grow as the number of alerts does. Times are judged only
 * where {@link isSteady}.
 */
export function grownOf(samples: readonly Sample[]): string[] {
  const steady = isSteady(samples);
  const kept = growthOf(samples, "kept");
  const more = kept === null ? 1 : Math.max(1, kept.end / Math.max(kept.middle, 1));
  return BOUNDS.flatMap((bound) => {
    if (TIMES.has(bound.curve) && !steady) return [];
    const growth = growthOf(samples, bound.curve);
    if (growth === null) return [`${bound.curve}: there is nothing to compare`];
    const { middle, end } = growth;
    const alerts = bound.curve === "file" ? more : 1;
    const most = middle * alerts * bound.factor + bound.more;
    return end > most ? [`${bound.curve}: ${round(middle)}, then ${round(end)}`] : [];
  });
}

/** A line for each curve. What is missing is as it was before. */
export function panelsOf(samples: readonly Sample[], ends: Panel["ends"]): Panel[] {
  return BOUNDS.map(({ curve, title }) => {
    let last = samples.find(({ [curve]: value }) => value !== null)?.[curve] ?? 0;
    const values = samples.map(({ [curve]: value }) => (last = value ?? last));
    return { title, kind: "line", values, ends };
  });
}

/** Null of nothing. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
