import type { Actor } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import { matches, readFilter, resolveMe, type WrittenFilter } from "../../domain/filter.ts";
import { writeMatcher } from "../../domain/label-matcher.ts";
import { canAsk, feedPath } from "../address/address.ts";

/** Where the alerts are that an alert has something in common with; null where no address can say it. */
export interface Similar {
  readonly ofSource: () => string | null;
  readonly withLabel: (name: string, value: string) => string | null;
}

/**
 * The feeds that an alert leads to: each narrows the present filter, but for those parts of it that
 * the alert itself does not match, so that the alert is found in all of them.
 */
export function similarTo(alert: Alert, filter: WrittenFilter, me: Actor): Similar {
  const present = partsMatching(alert, filter, me);
  const { deleted, label = [] } = present;
  return {
    ofSource: () =>
      first([
        { ...present, source: [alert.source] },
        { source: [alert.source], deleted },
      ]),
    withLabel: (name, value) => {
      const matcher = writeMatcher({ name, equal: true, value });
      const both = [...new Set([...label, matcher])];
      return first([
        { ...present, label: both },
        { label: [matcher], deleted },
      ]);
    },
  };
}

function first(filters: readonly WrittenFilter[]): string | null {
  const found = filters.find(canAsk);
  return found === undefined ? null : feedPath(found);
}

function partsMatching(alert: Alert, filter: WrittenFilter, me: Actor): WrittenFilter {
  const isMet = (part: WrittenFilter) =>
    matches(readFilter(resolveMe({ deleted: "include", ...part }, me)), alert);
  const { status, severity, source, acknowledgedBy, label, q, deleted } = filter;
  const bin = alert.deletedAt === null ? undefined : "only";
  return {
    status: isMet({ status }) ? status : undefined,
    severity: isMet({ severity }) ? severity : undefined,
    source: isMet({ source }) ? source : undefined,
    acknowledgedBy: isMet({ acknowledgedBy }) ? acknowledgedBy : undefined,
    label: label?.filter((matcher) => isMet({ label: [matcher] })),
    q: isMet({ q }) ? q : undefined,
    deleted: isMet({ deleted }) ? deleted : bin,
  };
}
