import { hash } from "node:crypto";
import type { Pairs } from "../../domain/alert.ts";
import { LIMITS } from "./limits.ts";
import { fits, lengthOf, shorten } from "./text.ts";

/** Characters of a hash by which texts differ whose ends have been cut off. */
const HASH = 16;
/** What is left of a value at least: the mark of the cut. */
const LEAST = HASH + 1;
/** Room for the one pair that tells of those that did not fit. */
const ROOM_FOR_MORE = 60;

/**
 * At most `max` characters of a text that tells alerts apart. What is cut off is replaced by "…" and
 * a hash of the whole, so that two that differ go on doing so.
 */
export function cutApart(text: string, max: number): string {
  if (fits(text, max)) return text;
  const start = Array.from(text.slice(0, 2 * max)).slice(0, Math.max(0, max - LEAST));
  return `${start.join("")}…${hashOf(text)}`;
}

function hashOf(text: string): string {
  return hash("sha256", text, "hex").slice(0, HASH);
}

/** Labels that fit, and whatever was cut off, whole, as annotations. */
export function fitLabels(labels: Pairs): { readonly labels: Pairs; readonly whole: Pairs } {
  if (areSmall(labels, LIMITS.labelValue, LIMITS.labels)) return { labels, whole: {} };
  const { kept, more } = divide(labels, LIMITS.labels);
  const max = Math.min(LIMITS.labelValue, shareOf(kept, LIMITS.labels));
  const short = kept.map(([name, value]) => [name, cutApart(value, max)] as const);
  const whole = kept
    .filter(([name, value, given]) => name !== given || !fits(value, max))
    .map(wholeLabel);
  if (more.length === 0)
    return { labels: Object.fromEntries(short), whole: Object.fromEntries(whole) };
  const told = JSON.stringify(Object.fromEntries(more));
  return {
    labels: Object.fromEntries([...short, [MORE_LABELS, `${more.length} …${hashOf(told)}`]]),
    whole: Object.fromEntries([...whole, [MORE_LABELS, told]]),
  };
}

const MORE_LABELS = "tocsin_more_labels";

function wholeLabel([name, value, given]: Kept): readonly [string, string] {
  const whole = name === given ? value : `${given}=${value}`;
  return [cutApart(`tocsin_label_${name}`, LIMITS.name), whole];
}

/** Annotations that fit: long values end in "…", names that are too many stand in one value. */
export function fitAnnotations(annotations: Pairs): Pairs {
  const { annotationValue, annotations: total } = LIMITS;
  if (areSmall(annotations, annotationValue, total)) return annotations;
  const { kept, more } = divide(annotations, total);
  const told: Kept[] =
    more.length === 0
      ? []
      : [["tocsin_more_annotations", JSON.stringify(Object.fromEntries(more)), ""]];
  const all = [...kept, ...told];
  const max = Math.min(annotationValue, shareOf(all, total));
  return Object.fromEntries(all.map(([name, value]) => [name, shorten(value, max)]));
}

/** Whether they certainly fit. Counts code units, of which there are no fewer than characters. */
function areSmall(pairs: Pairs, maxValue: number, maxTotal: number): boolean {
  const entries = Object.entries(pairs);
  let total = 0;
  for (const [name, value] of entries) {
    if (name === "" || name.length > LIMITS.name || value.length > maxValue) return false;
    total += name.length + value.length;
  }
  return entries.length <= LIMITS.pairs && total <= maxTotal;
}

/** A name that fits, the value, and the name as it was given. */
type Kept = readonly [name: string, value: string, given: string];

/** Those for which there is room at least for a mark, and those that are too many. */
function divide(pairs: Pairs, maxTotal: number) {
  const entries = Object.entries(pairs);
  const most = entries.length <= LIMITS.pairs ? LIMITS.pairs : LIMITS.pairs - 1;
  const kept: Kept[] = [];
  const more: [string, string][] = [];
  let room = maxTotal - 2 * ROOM_FOR_MORE;
  for (const [given, value] of entries) {
    const name = cutApart(given, LIMITS.name);
    const cost = lengthOf(name) + Math.min(value.length, LEAST);
    if (kept.length < most && cost <= room) {
      kept.push([name, value, given]);
      room -= cost;
    } else more.push([given, value]);
  }
  return { kept, more };
}

/** How long each value may be: short ones stay whole, long ones share what is left. */
function shareOf(kept: readonly Kept[], maxTotal: number): number {
  const names = kept.reduce((sum, [name]) => sum + lengthOf(name), 0);
  let left = maxTotal - ROOM_FOR_MORE - names;
  const lengths = kept.map(([, value]) => lengthOf(value)).sort((a, b) => a - b);
  for (const [index, length] of lengths.entries()) {
    const share = Math.floor(left / (lengths.length - index));
    if (length > share) return share;
    left -= length;
  }
  return maxTotal;
}
