import * as v from "valibot";
import type { Pairs, Severity } from "../../domain/alert.ts";
import type { Report } from "../../domain/command.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { claimedTimeFrom } from "./claimed-time.ts";
import { looseName, loosePairs, looseText, looseValue } from "./fields.ts";
import { type Arrival, type Intake, objectMessage, refuse } from "./intake.ts";
import { fitted } from "./report.ts";

const heartbeatSchema = v.object({ status: looseText, time: looseValue, msg: looseText });

const monitorSchema = v.object({
  id: looseText,
  name: looseText,
  type: looseText,
  url: looseText,
  hostname: looseText,
  tags: loosePairs,
});
type Monitor = v.InferOutput<typeof monitorSchema>;

/** The body of Uptime Kuma's webhook. Without a heartbeat it is a test, or about a certificate. */
export const uptimeKumaSchema = v.pipe(
  v.object(
    {
      msg: looseName,
      heartbeat: v.fallback(v.nullish(heartbeatSchema), null),
      monitor: v.fallback(v.nullish(monitorSchema), null),
    },
    objectMessage,
  ),
  v.metadata({ required: ["msg"] }),
);
type Notification = v.InferOutput<typeof uptimeKumaSchema>;

/** Reads the body of Uptime Kuma's webhook. */
export function readUptimeKuma(body: unknown, { source }: Arrival): Result<Intake> {
  const parsed = v.safeParse(uptimeKumaSchema, body, { abortEarly: true });
  if (!parsed.success) return refuse("invalid-body", parsed.issues[0]);
  const { msg, monitor } = parsed.output;
  const name = monitor?.name ?? monitor?.hostname ?? monitor?.id;
  if (msg === undefined && name === undefined) return fail("invalid-alert", "msg: is missing");
  const report =
    name === undefined ? noticeOf(source, msg ?? "") : stateOf(source, name, parsed.output);
  return ok({ items: [{ ok: true, report: fitted(report) }] });
}

/** What is about no monitor, such as a test. Each is a row of its own. */
function noticeOf(source: string, title: string): Report {
  return { source, fingerprint: null, title, status: "firing", startedAt: null, resolvedAt: null };
}

const UP = "1";

/** What is said of a monitor that is not up, by the number of its heartbeat. */
const STATES: ReadonlyMap<string, readonly [says: string, severity: Severity]> = new Map([
  ["0", ["is down", "critical"]],
  ["2", ["may be down", "warning"]],
  ["3", ["is under maintenance", "info"]],
]);

function stateOf(source: string, name: string, { msg, heartbeat, monitor }: Notification): Report {
  const labels = labelsOf(name, monitor);
  const id = monitor?.id ?? name;
  const time = claimedTimeFrom(heartbeat?.time) ?? null;
  if (heartbeat === null || heartbeat === undefined) {
    const notice = { ...noticeOf(source, msg ?? name), labels, severity: "warning" } as const;
    return { ...notice, fingerprint: `notice ${id}` };
  }
  const about = { source, fingerprint: `monitor ${id}`, labels };
  if (heartbeat.status === UP) {
    return { ...about, name, status: "resolved", startedAt: null, resolvedAt: time };
  }
  const [says, severity] = STATES.get(heartbeat.status ?? "") ?? ["has trouble", "warning"];
  return {
    ...about,
    title: `${name} ${says}`,
    description: heartbeat.msg ?? msg ?? "",
    severity,
    status: "firing",
    url: addressOf(monitor),
    startedAt: time,
    resolvedAt: null,
  };
}

/** What stays as it is while a monitor goes down and up. */
function labelsOf(name: string, monitor: Notification["monitor"]): Pairs {
  const { type, hostname, tags = {} } = monitor ?? {};
  const given = Object.entries({ ...tags, monitor: name, type, hostname });
  return Object.fromEntries(given.flatMap(([key, text]) => (text ? [[key, text]] : [])));
}

/** Monitors that ask for no page have the beginning of an address all the same. */
function addressOf(monitor: Monitor | null | undefined): string | null {
  const url = URL.parse(monitor?.url ?? "");
  return url === null || url.host === "" ? null : url.href;
}
