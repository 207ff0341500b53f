import * as v from "valibot";
import type { Pairs } from "../../domain/alert.ts";
import type { Report } from "../../domain/command.ts";
import { knownSeverity } from "../../domain/severity.ts";
import { claimedTimeFrom } from "./claimed-time.ts";
import { loosePairs, looseText, looseValue } from "./fields.ts";

const triggerSchema = v.object({
  MetricName: looseText,
  Namespace: looseText,
  Dimensions: loosePairs,
});

/** What CloudWatch says of an alarm whose state has changed. */
const alarmSchema = v.object({
  AlarmName: looseText,
  AlarmDescription: looseText,
  AlarmArn: looseText,
  AWSAccountId: looseText,
  Region: looseText,
  NewStateValue: looseText,
  NewStateReason: looseText,
  StateChangeTime: looseValue,
  Trigger: v.fallback(v.optional(triggerSchema, {}), {}),
});
type Alarm = v.InferOutput<typeof alarmSchema>;

/** Whether a message tells of an alarm. */
export function isCloudWatch(message: unknown): message is object {
  return (
    typeof message === "object" &&
    message !== null &&
    "AlarmName" in message &&
    typeof message.AlarmName === "string" &&
    message.AlarmName.trim() !== ""
  );
}

/** The state of an alarm. CloudWatch does not say how bad it is; many teams let the name do so. */
export function cloudWatchReport(message: object, source: string): Report {
  const alarm = v.parse(alarmSchema, message);
  const { AlarmName: name = "", NewStateValue: state } = alarm;
  const time = claimedTimeFrom(alarm.StateChangeTime) ?? null;
  const about = {
    source,
    fingerprint: alarm.AlarmArn ?? [alarm.AWSAccountId, alarm.Region, name].join("/"),
    labels: labelsOf(alarm),
  };
  if (state === "OK") {
    return { ...about, name, status: "resolved", startedAt: null, resolvedAt: time };
  }
  const hasNoData = state === "INSUFFICIENT_DATA";
  return {
    ...about,
    title: hasNoData ? `${name}: insufficient data` : name,
    description: [alarm.AlarmDescription, alarm.NewStateReason].filter(Boolean).join("\n"),
    severity: hasNoData ? "warning" : (knownSeverity(name) ?? "error"),
    status: "firing",
    url: null,
    startedAt: time,
    resolvedAt: null,
  };
}

function labelsOf({ AlarmName, AWSAccountId, Region, Trigger }: Alarm): Pairs {
  const { MetricName, Namespace, Dimensions = {} } = Trigger;
  const given = Object.entries({
    ...Dimensions,
    alertname: AlarmName,
    account: AWSAccountId,
    region: Region,
    metric: MetricName,
    namespace: Namespace,
  });
  return Object.fromEntries(given.flatMap(([name, text]) => (text ? [[name, text]] : [])));
}
