import type { WrittenFilter } from "../../domain/filter.ts";
import { partsOf, writeSearch } from "../address/search-text.ts";
import { narrowed, type Query, readQuery } from "../address/query.ts";

/** What stands in the search field, and how it stands to the filter in the address. */
export interface SearchEntry {
  /** The labels and words that stand as tokens: of what the address asks, what is not being typed. */
  readonly kept: WrittenFilter;
  readonly typed: string;
  /** The words and labels of the filter as they would be typed. */
  readonly present: string;
  /** What was asked for last and the address may not say yet. */
  readonly asked: string | null;
  /** Whether the feed has not been asked for what is typed. */
  readonly isAhead: boolean;
  /** Whether what is being typed has its step in the browser's history already. */
  readonly hasStep: boolean;
}

export function enterSearch(filter: WrittenFilter): SearchEntry {
  const { label = [], q = "" } = filter;
  const present = meaningOf(filter);
  return { kept: { label, q }, typed: "", present, asked: null, isAhead: false, hasStep: false };
}

export function type(entry: SearchEntry, typed: string): SearchEntry {
  return { ...entry, typed, isAhead: true };
}

/** What the feed is to be asked for, of which the address may have other fields. */
export function wantedBy(
  { kept, typed }: SearchEntry,
  filter: WrittenFilter,
): { readonly wanted: WrittenFilter; readonly query: Query } {
  const query = readQuery(typed);
  return { wanted: narrowed({ ...filter, label: kept.label, q: kept.q }, query), query };
}

/** Whether a label or a field is complete, with a blank after it that no quote goes on over. */
export function endsWithLabel(typed: string): boolean {
  const last = partsOf(typed).at(-1);
  const isClosed = typed.split('"').length % 2 === 1;
  return last !== undefined && last.matcher !== null && last.end < typed.length && isClosed;
}

/** The feed is asked for what is typed, by a step of history or in the place of the last. */
export function ask(entry: SearchEntry, isStep: boolean): SearchEntry {
  const hasStep = entry.hasStep || isStep;
  return { ...entry, asked: meaning(entry), isAhead: false, hasStep };
}

/** All but what is typed last. */
export function beginningOf(entry: SearchEntry): SearchEntry {
  const start = partsOf(entry.typed).at(-1)?.start ?? 0;
  return { ...entry, typed: entry.typed.slice(0, start) };
}

/** The feed is asked for the beginning alone: what is typed last is no question yet. */
export function askForBeginning(entry: SearchEntry): SearchEntry {
  return { ...entry, asked: meaning(beginningOf(entry)), isAhead: true };
}

/** What was asked for stands as tokens, and what is typed next is something else. */
export function settle(entry: SearchEntry): SearchEntry {
  const { label = [], q = "" } = wantedBy(entry, {}).wanted;
  return { ...rest(entry), kept: { label, q }, typed: "", isAhead: false };
}

/** Typing has come to an end: what is typed next is another step of history. */
export function rest(entry: SearchEntry): SearchEntry {
  return { ...entry, hasStep: false };
}

/**
 * The address says otherwise now. What is typed gives way only to another search: not to other
 * filters, nor to its own beginning, for which the feed was asked while more was being typed.
 */
export function follow(entry: SearchEntry, filter: WrittenFilter): SearchEntry {
  const present = meaningOf(filter);
  if (present === entry.present) return rest(entry);
  const isOurs = present === entry.asked || present === meaning(entry);
  return isOurs ? { ...entry, present, asked: null } : enterSearch(filter);
}

function meaning(entry: SearchEntry): string {
  return meaningOf(wantedBy(entry, {}).wanted);
}

/** The words and labels of a filter, in the order in which an address has them. */
function meaningOf({ label = [], q = "" }: WrittenFilter): string {
  return writeSearch({ label: [...new Set(label)].sort(), q });
}
