import type { Pairs } from "../../domain/alert.ts";
import { firstOf } from "./pairs.ts";

/** Grafana's names for the alerts that it makes in place of a rule that has nothing to go by. */
const WITHOUT_DATA: ReadonlyMap<string, string> = new Map([
  ["DatasourceNoData", "no data"],
  ["DatasourceError", "error"],
]);

/** The title that the annotations give to an alert, undefined where they give none. */
export function titleOf(labels: Pairs, annotations: Pairs): string | undefined {
  return (
    withoutData(labels, annotations) ?? (firstOf(annotations, "summary", "title") || undefined)
  );
}

/** What an alert is called by its labels alone. */
export function nameOf(labels: Pairs): string | undefined {
  return withoutData(labels, {}) ?? (firstOf(labels, "alertname") || undefined);
}

/**
 * All rules without data share one name, and have annotations that were written for other trouble:
 * the title says which rule it is, and what is wrong with it.
 */
function withoutData(labels: Pairs, annotations: Pairs): string | undefined {
  const trouble = WITHOUT_DATA.get(firstOf(labels, "alertname"));
  if (trouble === undefined) return undefined;
  const rule = firstOf(labels, "rulename") || firstOf(annotations, "summary", "title");
  return `${rule || firstOf(labels, "alertname")}: ${trouble}`;
}
