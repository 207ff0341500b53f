import { type Severity, SEVERITIES } from "../../domain/alert.ts";
import type { Episode, Episodes } from "../../protocol/episodes.ts";
import { agoWords, durationWords } from "./time.ts";

/** How far back (days) it is counted how often. */
export const DAYS = 30;
const DAY = 86_400_000;

/** "9 episodes in 30 days, 22 min in the middle", "the last 3 mo ago"; empty where there was none. */
export function episodesWords({ episodes, older }: Episodes, now: number): string {
  const [latest] = episodes;
  if (latest === undefined) return "";
  const recent = episodes.filter(({ startedAt }) => Date.parse(startedAt) > now - DAYS * DAY);
  if (recent.length === 0) return `the last ${agoWords(latest.startedAt, now)}`;
  const isAll = recent.length < episodes.length || older === null;
  const count = `${recent.length}${isAll ? "" : "+"} ${recent.length === 1 ? "episode" : "episodes"}`;
  const middle = medianDuration(recent);
  const how = recent.length === 1 ? "" : " in the middle";
  return `${count} in ${DAYS} days${middle === null ? "" : `, ${middle}${how}`}`;
}

function medianDuration(episodes: readonly Episode[]): string | null {
  const over = episodes
    .flatMap(({ startedAt, resolvedAt }) =>
      resolvedAt === null ? [] : [{ startedAt, resolvedAt }],
    )
    .sort((one, other) => lengthOf(one) - lengthOf(other));
  const middle = over[Math.floor(over.length / 2)];
  return middle === undefined ? null : durationWords(middle.startedAt, middle.resolvedAt);
}

function lengthOf({ startedAt, resolvedAt }: { startedAt: string; resolvedAt: string }): number {
  return Date.parse(resolvedAt) - Date.parse(startedAt);
}

/** "resolved after 41 min", "still open" */
export function episodeWords({ startedAt, resolvedAt }: Episode): string {
  return resolvedAt === null
    ? "still open"
    : `resolved after ${durationWords(startedAt, resolvedAt)}`;
}

/** A day with trouble: which of the last thirty (0 is the first), how long of it, and how bad. */
export interface DayOfTrouble {
  readonly day: number;
  /** From a trace (0) to all of the day (1), on a scale on which minutes can be seen beside hours. */
  readonly height: number;
  readonly severity: Severity;
}

/** The days on which episodes began, within the last thirty. */
export function daysOfTrouble(episodes: readonly Episode[], now: number): readonly DayOfTrouble[] {
  const byDay = Map.groupBy(episodes, ({ startedAt }) =>
    Math.floor((Date.parse(startedAt) - (now - DAYS * DAY)) / DAY),
  );
  return [...byDay]
    .filter(([day]) => day >= 0 && day < DAYS)
    .map(([day, begun]) => {
      const lengths = begun.map(({ startedAt, resolvedAt }) =>
        resolvedAt === null ? DAY : lengthOf({ startedAt, resolvedAt }),
      );
      const length = Math.max(0, ...lengths);
      const worst = SEVERITIES.find((severity) => begun.some((one) => one.severity === severity));
      return { day, height: heightOf(length), severity: worst ?? "info" };
    })
    .sort((one, other) => one.day - other.day);
}

function heightOf(length: number): number {
  return Math.min(1, Math.log1p(length / 60_000) / Math.log1p(DAY / 60_000));
}
