import type { WrittenFilter } from "../../domain/filter.ts";
import { narrowed, readQuery } from "../address/query.ts";

/** What stands in the fields of a filter. */
export interface FilterDraft {
  /** What is asked for, as the boxes and the tokens show it. */
  readonly asked: WrittenFilter;
  /** What is being typed, as in the search field of the feed. */
  readonly typed: string;
}

export const NEW_FILTER: FilterDraft = { asked: {}, typed: "" };

export function filterDraftOf(filter: WrittenFilter): FilterDraft {
  return { asked: filter, typed: "" };
}

/** All that is asked for, with what is being typed; empty where that is nothing. */
export function filterOf({ asked, typed }: FilterDraft): WrittenFilter {
  const wanted = Object.entries(narrowed(asked, readQuery(typed)));
  return Object.fromEntries(wanted.filter(([, value]) => value !== undefined && value.length > 0));
}

/** What was typed stands as tokens, and what is typed next is something else. */
export function settled(draft: FilterDraft): FilterDraft {
  return filterDraftOf(filterOf(draft));
}
