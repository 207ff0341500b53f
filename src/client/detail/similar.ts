import type { Actor } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import { matches, readFilter, resolveMe, type WrittenFilter } from "../../domain/filter.ts";
import { canAsk, feedPath } from "../address/address.ts";
import { withLabel } from "../address/query.ts";

/** Where the alerts are that an alert has something in common with; null where no address can say it. */
export interface Similar {
  readonly ofSource: () => string | null;
  readonly withLabel: (name: string, value: string) => string | null;
  /** Where all others are that the filter asks for. */
  readonly withoutLabel: (name: string, value: string) => string | null;
}

/**
 * The feeds that an alert leads to: each narrows the present filter, but for those parts of it that
 * the alert itself does not match, so that the alert is found in all of them.
 */
export function similarTo(alert: Alert, filter: WrittenFilter, me: Actor): Similar {
  const present = partsMatching(alert, filter, me);
  const { deleted } = present;
  return {
    ofSource: () =>
      first([
        { ...present, source: [alert.source] },
        { source: [alert.source], deleted },
      ]),
    withLabel: (name, value) =>
      first([withLabel(present, name, value, "="), withLabel({ deleted }, name, value, "=")]),
    withoutLabel: (name, value) => first([withLabel(filter, name, value, "!=")]),
  };
}

function first(filters: readonly WrittenFilter[]): string | null {
  const found = filters.find(canAsk);
  return found === undefined ? null : feedPath(found);
}

function partsMatching(alert: Alert, filter: WrittenFilter, me: Actor): WrittenFilter {
  const isMet = (part: WrittenFilter) =>
    matches(readFilter(resolveMe({ deleted: "include", ...part }, me)), alert);
  const { status, severity, source, acknowledgedBy, label, q, snoozed, deleted } = filter;
  const bin = alert.deletedAt === null ? undefined : "only";
  return {
    status: isMet({ status }) ? status : undefined,
    severity: isMet({ severity }) ? severity : undefined,
    source: isMet({ source }) ? source : undefined,
    acknowledgedBy: isMet({ acknowledgedBy }) ? acknowledgedBy : undefined,
    label: label?.filter((matcher) => isMet({ label: [matcher] })),
    q: isMet({ q }) ? q : undefined,
    snoozed: isMet({ snoozed }) ? snoozed : undefined,
    deleted: isMet({ deleted }) ? deleted : bin,
  };
}
