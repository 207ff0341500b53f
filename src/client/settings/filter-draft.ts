import type { Severity, Status } from "../../domain/alert.ts";
import { filterParams, type WrittenFilter, writtenFilterOf } from "../../domain/filter.ts";
import { readSearch, writeSearch } from "../address/search-text.ts";

/** What stands in the fields of a filter, as it was typed. */
export interface FilterDraft {
  readonly severity: readonly Severity[];
  readonly status: readonly Status[];
  /** Names between commas. */
  readonly source: string;
  /** Words and labels, as in the search field of the feed. */
  readonly search: string;
  /** What the form has no fields for, and keeps. */
  readonly others: Pick<WrittenFilter, "acknowledgedBy" | "snoozed" | "deleted">;
}

export const NEW_FILTER: FilterDraft = {
  severity: [],
  status: [],
  source: "",
  search: "",
  others: {},
};

export function filterDraftOf(filter: WrittenFilter): FilterDraft {
  const { acknowledgedBy, snoozed, deleted, severity = [], status = [], source = [] } = filter;
  return {
    severity,
    status,
    source: filterParams({ source }).get("source") ?? "",
    search: writeSearch(filter),
    others: {
      ...(acknowledgedBy && { acknowledgedBy }),
      ...(snoozed && { snoozed }),
      ...(deleted && { deleted }),
    },
  };
}

export function filterOf(draft: FilterDraft): WrittenFilter {
  const { severity, status, source, search, others } = draft;
  const names = sourcesIn(source);
  return {
    ...(names.length > 0 && { source: names }),
    ...(severity.length > 0 && { severity: [...severity] }),
    ...(status.length > 0 && { status: [...status] }),
    ...readSearch(search),
    ...others,
  };
}

/** As in a query string: a name that has a comma of its own stands in quotes. */
function sourcesIn(typed: string): string[] {
  const read = writtenFilterOf(new URLSearchParams({ source: typed }));
  // What cannot be read is for the server to refuse.
  const names = read.ok ? (read.value.source ?? []) : [typed];
  return names.map((name) => name.trim()).filter(Boolean);
}
