import type { Time } from "../../domain/alert.ts";
import type { Keep } from "../../protocol/backups.ts";

const MOST = 10_000;
const PART = /^(\d{1,4})([dwm])$/u;

/** Reads `7d,4w,12m`, any of them in that order, or a number such as `14`; null where it is neither. */
export function readKeep(text: string): Keep | null {
  if (/^\d{1,5}$/u.test(text)) {
    const count = Number(text);
    return count >= 1 && count <= MOST ? { type: "last", count } : null;
  }
  const counts = { d: 0, w: 0, m: 0 };
  let order = "";
  for (const part of text.split(",")) {
    const [, count = "0", unit = ""] = PART.exec(part.trim()) ?? [];
    if (!(unit in counts) || Number(count) === 0) return null;
    counts[unit as keyof typeof counts] = Number(count);
    order += unit;
  }
  if (!/^d?w?m?$/u.test(order)) return null;
  return { type: "spread", days: counts.d, weeks: counts.w, months: counts.m };
}

interface Dated {
  readonly name: string;
  readonly at: Time;
}

/**
 * The names of the backups that are to go. The newest stays whatever is to be kept; of a day, a week
 * (from Monday) or a month, all in UTC, the newest stands for it.
 */
export function expired(keep: Keep, backups: readonly Dated[]): string[] {
  const newestFirst = backups.toSorted((one, other) => (one.at < other.at ? 1 : -1));
  const kept = new Set([newestFirst[0]?.name, ...keptOf(keep, newestFirst)]);
  return newestFirst.map(({ name }) => name).filter((name) => !kept.has(name));
}

function keptOf(keep: Keep, newestFirst: readonly Dated[]): string[] {
  switch (keep.type) {
    case "last":
      return newestFirst.slice(0, keep.count).map(({ name }) => name);
    case "spread":
      return [
        ...newestOfEach(newestFirst, keep.days, dayOf),
        ...newestOfEach(newestFirst, keep.weeks, weekOf),
        ...newestOfEach(newestFirst, keep.months, monthOf),
      ];
    default:
      return keep satisfies never;
  }
}

function newestOfEach(
  newestFirst: readonly Dated[],
  count: number,
  spanOf: (at: Time) => string | number,
): string[] {
  const newest = new Map<string | number, string>();
  for (const { name, at } of newestFirst) {
    const span = spanOf(at);
    if (!newest.has(span)) newest.set(span, name);
  }
  return [...newest.values()].slice(0, count);
}

const DAY = 86_400_000;
/** The first day of 1970 was a Thursday. */
const MONDAY = 3;

function dayOf(at: Time): number {
  return Math.floor(Date.parse(at) / DAY);
}

function weekOf(at: Time): number {
  return Math.floor((dayOf(at) + MONDAY) / 7);
}

function monthOf(at: Time): string {
  return at.slice(0, "2026-11".length);
}
