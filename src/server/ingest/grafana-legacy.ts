import * as v from "valibot";
import type { Pairs } from "../../domain/alert.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { looseList, looseName, loosePairs, looseText, looseValue } from "./fields.ts";
import type { Intake } from "./intake.ts";
import { fitted } from "./report.ts";
import { severityOf, severityWords } from "./severity.ts";
import { statusFrom } from "./status.ts";
import { written, writtenOrNone } from "./written.ts";

/** The body of the alerting that Grafana had up to version 10: one rule, one state. */
export const legacyFields = {
  title: looseText,
  message: looseText,
  state: looseText,
  ruleId: looseText,
  ruleName: looseName,
  ruleUrl: looseText,
  orgId: looseText,
  imageUrl: looseText,
  tags: loosePairs,
  evalMatches: looseList,
};
const legacySchema = v.object(legacyFields);

/** Whether a body of Grafana's is of its old kind. */
export function isGrafanaLegacy(body: unknown): body is object {
  if (typeof body !== "object" || body === null || "alerts" in body) return false;
  return "ruleName" in body || "ruleId" in body || "evalMatches" in body;
}

/** Reads one rule's state. The tags of a rule are its labels. */
export function readGrafanaLegacy(body: object, source: string): Result<Intake> {
  const rule = v.parse(legacySchema, body);
  const { tags: labels = {}, state, ruleId, orgId } = rule;
  const status = statusFrom(state)?.status ?? "firing";
  const name = rule.ruleName ?? withoutState(rule.title) ?? (ruleId && `Rule ${ruleId}`);
  if (name === undefined) return fail("invalid-alert", "ruleName: is missing");
  const report = fitted({
    source,
    fingerprint: `rule ${orgId ?? ""}/${ruleId ?? name}`,
    title: status === "firing" && state === "no_data" ? `${name}: no data` : name,
    description: rule.message ?? (status === "firing" ? "" : undefined),
    severity:
      severityOf(severityWords(labels), status) ?? (status === "firing" ? "info" : undefined),
    status,
    labels,
    annotations: status === "firing" ? annotationsOf(rule.imageUrl, rule.evalMatches) : undefined,
    url: rule.ruleUrl ?? (status === "firing" ? null : undefined),
    startedAt: null,
    resolvedAt: null,
  });
  return ok({ items: [{ ok: true, report }] });
}

/** The title says the state, which changes: `[Alerting] Disk`. */
function withoutState(title: string | undefined): string | undefined {
  return title?.replace(/^\[[^\]]{1,20}\] /u, "");
}

function annotationsOf(imageURL: string | undefined, matches: readonly unknown[] = []): Pairs {
  const measured = matches.flatMap(measuredBy).join(", ");
  return {
    ...(imageURL === undefined ? {} : { imageURL }),
    ...(measured === "" ? {} : { values: measured }),
  };
}

const matchSchema = v.object({ metric: looseText, value: v.unknown(), tags: looseValue });

/** `metric=value`, with the tags of the series that it was measured on. */
function measuredBy(match: unknown): string[] {
  const parsed = v.safeParse(matchSchema, match);
  const value = parsed.success ? written(parsed.output.value) : undefined;
  if (!parsed.success || value === undefined) return [];
  const { metric = "value", tags } = parsed.output;
  const series = writtenOrNone(tags);
  return [`${metric}=${value}${series === undefined ? "" : ` ${series}`}`];
}
