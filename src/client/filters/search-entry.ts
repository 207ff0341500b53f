import type { WrittenFilter } from "../../domain/filter.ts";
import { readSearch, writeSearch } from "../address/search-text.ts";

/** What stands in the search field, and how it stands to the filter in the address. */
export interface SearchEntry {
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
  const typed = writeSearch(filter);
  return { typed, present: typed, asked: null, isAhead: false, hasStep: false };
}

export function type(entry: SearchEntry, typed: string): SearchEntry {
  return { ...entry, typed, isAhead: true };
}

/** The feed is asked for what is typed, by a step of history or in the place of the last. */
export function ask(entry: SearchEntry, isStep: boolean): SearchEntry {
  const hasStep = entry.hasStep || isStep;
  return { ...entry, asked: meaning(entry.typed), isAhead: false, hasStep };
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
  const present = writeSearch(filter);
  if (present === entry.present) return rest(entry);
  const isOurs = present === entry.asked || present === meaning(entry.typed);
  return isOurs ? { ...entry, present, asked: null } : enterSearch(filter);
}

/** The same in the way in which the address would be read. */
function meaning(typed: string): string {
  return writeSearch(readSearch(typed));
}
