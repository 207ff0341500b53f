import type { Pairs, Severity, Time } from "../../domain/alert.ts";
import type { Report } from "../../domain/command.ts";
import { writeMonitorIds } from "../../protocol/monitor-ids.ts";
import type { SpanKind } from "./standing.ts";

/** The source of everything that Tocsin says by itself. */
export const SOURCE = "tocsin";
/** What fingerprints of the alerts of monitors begin with, and those of nothing else that Tocsin says. */
export const PREFIX = "monitor-";

/** A monitor, as far as its alerts say who it is. */
export interface Speaker {
  readonly id: number;
  readonly name: string;
  readonly severity: Severity;
  readonly labels: Pairs;
}

/** What is to be opened, and for whom. */
export interface Opening {
  readonly monitor: Speaker;
  readonly kind: SpanKind;
  readonly title: string;
  readonly since: Time;
}

/** An alert that is opened, and the openings that it stands for. */
export interface Opened {
  readonly report: Report;
  readonly of: readonly Opening[];
}

/** More that open within a bucket are one trouble, and one alert. */
const MOST_APART = 5;
const WORST_FIRST: readonly Severity[] = ["critical", "error", "warning", "info"];

/** The alerts that are opened for what happened within one bucket. `now` tells one storm from another. */
export function openingReports(openings: readonly Opening[], now: number): readonly Opened[] {
  if (openings.length > MOST_APART) return [{ report: stormReport(openings, now), of: openings }];
  return openings.map((opening) => ({ report: openingReport(opening), of: [opening] }));
}

function openingReport({ monitor, kind, title, since }: Opening): Report {
  return {
    source: SOURCE,
    fingerprint: fingerprintOf(monitor.id, kind),
    title,
    description: "",
    severity: monitor.severity,
    status: "firing",
    labels: monitor.labels,
    annotations: { monitor: String(monitor.id) },
    url: null,
    startedAt: since,
    resolvedAt: null,
  };
}

function stormReport(openings: readonly Opening[], now: number): Report {
  const severities = new Set(openings.map(({ monitor }) => monitor.severity));
  const starts = openings.map(({ since }) => since).sort();
  return {
    source: SOURCE,
    fingerprint: `${PREFIX}storm-${now}`,
    title: `${openings.length} monitors opened at once`,
    description: openings.map(({ title }) => `- ${title}`).join("\n"),
    severity: WORST_FIRST.find((severity) => severities.has(severity)) ?? "warning",
    status: "firing",
    labels: {},
    annotations: { monitors: writeMonitorIds(openings.map(({ monitor }) => monitor.id)) },
    url: null,
    startedAt: starts[0] ?? null,
    resolvedAt: null,
  };
}

/** One alert is open of each kind and monitor, whatever happens. */
function fingerprintOf(id: number, kind: SpanKind): string {
  return kind === "unusual" ? `${PREFIX}${id}` : `${PREFIX}${id}-silent`;
}

/** The end of an alert that was opened under that fingerprint. */
export function closingReport(fingerprint: string, ended: Time): Report {
  return {
    source: SOURCE,
    fingerprint,
    status: "resolved",
    startedAt: null,
    resolvedAt: ended,
  };
}
