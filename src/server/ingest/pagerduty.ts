import * as v from "valibot";
import type { Pairs } from "../../domain/alert.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { claimedTimeFrom } from "./claimed-time.ts";
import { looseList, looseName, loosePairs, looseText, looseValue } from "./fields.ts";
import { type Arrival, type Intake, type Item, objectMessage, refuse } from "./intake.ts";
import { fitted } from "./report.ts";
import { severityOf } from "./severity.ts";

const payloadSchema = v.pipe(
  v.object({
    summary: looseName,
    source: looseText,
    severity: looseText,
    timestamp: looseValue,
    component: looseText,
    group: looseText,
    class: looseText,
    custom_details: loosePairs,
  }),
  v.metadata({ required: ["summary"] }),
);

/** An event of PagerDuty's Events API, version 2. Its `routing_key` is nobody's business here. */
export const pagerDutySchema = v.pipe(
  v.object(
    {
      event_action: looseText,
      dedup_key: looseName,
      client: looseText,
      client_url: looseText,
      payload: v.fallback(v.optional(payloadSchema), undefined),
      links: looseList,
    },
    objectMessage,
  ),
  v.metadata({ anyOf: [{ required: ["dedup_key"] }, { required: ["payload"] }] }),
);
type Event = v.InferOutput<typeof pagerDutySchema>;

/** Reads one event. One that gives no `dedup_key` is given one, which the answer tells. */
export function readPagerDuty(body: unknown, arrival: Arrival): Result<Intake> {
  const parsed = v.safeParse(pagerDutySchema, body, { abortEarly: true });
  if (!parsed.success) return refuse("invalid-body", parsed.issues[0]);
  return ok({ items: [readEvent(parsed.output, arrival)] });
}

function readEvent(event: Event, { source, newId }: Arrival): Item {
  const { dedup_key: key, payload } = event;
  const action = event.event_action?.trim().toLowerCase();
  if (key === undefined && payload?.summary === undefined) {
    return fail("invalid-alert", "must have a dedup_key or a payload.summary: nothing names it");
  }
  const status = action === "resolve" ? "resolved" : "firing";
  const isTrigger = status === "firing" && payload !== undefined;
  const at = claimedTimeFrom(payload?.timestamp) ?? null;
  const annotations = payload === undefined ? undefined : annotationsOf(event);
  const isEmpty = annotations === undefined || Object.keys(annotations).length === 0;
  const report = fitted({
    source,
    fingerprint: key ?? newId(),
    title: payload?.summary,
    name: key,
    description: isTrigger ? "" : undefined,
    severity: severityOf([payload?.severity], status) ?? (isTrigger ? "info" : undefined),
    status,
    // A key names the alert whatever else is said of it; only a trigger says more.
    labels: payload === undefined ? undefined : labelsOf(payload),
    annotations: status === "resolved" && isEmpty ? undefined : annotations,
    url: linkOf(event) ?? (isTrigger ? null : undefined),
    startedAt: status === "firing" ? at : null,
    resolvedAt: status === "resolved" ? at : null,
  });
  return { ok: true, report };
}

function labelsOf({ source, component, group, class: kind }: NonNullable<Event["payload"]>): Pairs {
  const given = Object.entries({ source, component, group, class: kind });
  return Object.fromEntries(given.flatMap(([name, text]) => (text ? [[name, text]] : [])));
}

function annotationsOf({ client, payload }: Event): Pairs {
  return { ...(client === undefined ? {} : { client }), ...payload?.custom_details };
}

const linkSchema = v.object({ href: looseText });

/** The first of the links, else where its client says more. */
function linkOf({ links = [], client_url: url }: Event): string | undefined {
  const [first] = links.map((link) => v.safeParse(linkSchema, link));
  return (first?.success ? first.output.href : undefined) ?? url;
}
