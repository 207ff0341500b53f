import { type Pairs, type Severity, SEVERITIES } from "../domain/alert.ts";
import type { Report } from "../domain/command.ts";
import { chance, pickWeighted, type Random } from "./random.ts";
import { drawLabels, fill, type Area, type Template } from "./template.ts";

/** A trouble that has begun. Times in ms since 1970. */
export interface Episode {
  /** From 1, in the order of opening. */
  readonly number: number;
  readonly template: Template;
  readonly labels: Pairs;
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly value: number;
  readonly startedAt: number;
}

/** How long (ms) a source watches a trouble before it speaks of it. */
const NOTICE = 15_000;

/** Some trouble of an area, with what the labels have in common given. */
export function begin(
  random: Random,
  area: Area,
  given: Pairs,
  { number, now }: { readonly number: number; readonly now: number },
): Episode {
  const template = pickWeighted(random, area);
  const [low, high] = template.range;
  const labels = drawLabels(template, random, given);
  return {
    number,
    template,
    labels,
    fingerprint: Object.values(labels).join("/"),
    severity: template.severity,
    value: low + (high - low) * random() ** 2,
    startedAt: now - NOTICE,
  };
}

/** The same trouble some time later: another value, now and then another severity. */
export function change(random: Random, episode: Episode): Episode {
  const [low, high] = episode.template.range;
  const drift = (high - low) * (random() - 0.4) * 0.3;
  return {
    ...episode,
    value: Math.min(high, Math.max(low, episode.value + drift)),
    severity: chance(random, 0.15) ? beside(random, episode.severity) : episode.severity,
  };
}

/** The severity one step worse or better. */
function beside(random: Random, severity: Severity): Severity {
  const step = chance(random, 0.6) ? -1 : 1;
  return SEVERITIES[SEVERITIES.indexOf(severity) + step] ?? severity;
}

/** What the source says of it. `resolvedAt` is null while it goes on. */
export function reportOf(episode: Episode, resolvedAt: number | null): Report {
  const { template, labels, fingerprint, severity, value } = episode;
  const page = encodeURIComponent(labels["alertname"] ?? "");
  return {
    source: template.source,
    fingerprint,
    title: fill(template.title, labels, value),
    description: fill(template.description, labels, value),
    severity,
    status: resolvedAt === null ? "firing" : "resolved",
    labels,
    annotations: { runbook_url: `https://runbooks.example/${page}` },
    url: `https://${template.source}.example/alerts/${page}`,
    startedAt: new Date(episode.startedAt).toISOString(),
    resolvedAt: resolvedAt === null ? null : new Date(resolvedAt).toISOString(),
  };
}
