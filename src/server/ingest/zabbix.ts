import * as v from "valibot";
import type { Pairs, Severity } from "../../domain/alert.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { claimedTimeFrom } from "./claimed-time.ts";
import { looseName, loosePairs, looseText, looseValue } from "./fields.ts";
import { type Arrival, type Intake, type Item, objectMessage, refuse } from "./intake.ts";
import { fitted } from "./report.ts";
import { severityOf } from "./severity.ts";
import { statusFrom } from "./status.ts";

/** An event as a media type of Zabbix posts it, see docs/connecting.md. */
export const zabbixSchema = v.pipe(
  v.object(
    {
      event_id: looseText,
      event_name: looseName,
      event_value: looseText,
      event_severity: looseText,
      event_opdata: looseText,
      event_tags: loosePairs,
      event_time: looseValue,
      recovery_time: looseValue,
      trigger_id: looseText,
      host_name: looseText,
      message: looseText,
      url: looseText,
    },
    objectMessage,
  ),
  v.metadata({ required: ["event_name"] }),
);
type Event = v.InferOutput<typeof zabbixSchema>;

/** The names that people give to the parameters of their media types, by what they mean. */
const NAMES: Readonly<Record<keyof Event, readonly string[]>> = {
  event_id: ["peventid", "eventid", "id"],
  event_name: ["eventname", "name", "triggername", "alertsubject", "subject", "title"],
  event_value: ["eventvalue", "value", "triggervalue", "eventstatus", "triggerstatus", "status"],
  event_severity: ["eventseverity", "eventnseverity", "triggerseverity", "nseverity", "severity"],
  event_opdata: ["eventopdata", "opdata", "itemvalue", "itemlastvalue"],
  event_tags: ["eventtagsjson", "eventtags", "tags"],
  event_time: ["eventtimestamp", "clock", "eventtime", "timestamp"],
  recovery_time: ["eventrecoverytimestamp", "recoverytime", "eventrecoverytime"],
  trigger_id: ["triggerid", "objectid"],
  host_name: ["hostname", "host", "hosts"],
  message: ["alertmessage", "message", "triggerdescription", "description"],
  url: ["url", "eventurl", "triggerurl", "link"],
};

/** Reads one event, or a list of them. */
export function readZabbix(body: unknown, arrival: Arrival): Result<Intake> {
  const events: unknown[] = Array.isArray(body) ? body : [body];
  return ok({ items: events.map((event) => readEvent(event, arrival)) });
}

function readEvent(input: unknown, { source }: Arrival): Item {
  const parsed = v.safeParse(zabbixSchema, canonical(input), { abortEarly: true });
  if (!parsed.success) return refuse("invalid-alert", parsed.issues[0]);
  const event = parsed.output;
  const { event_name: name, event_id: id, trigger_id: trigger, host_name: host } = event;
  if (name === undefined && id === undefined && trigger === undefined) {
    return fail("invalid-alert", "event_name: is missing, and nothing else names it");
  }
  const status = statusOf(event.event_value);
  const isFiring = status === "firing";
  const time = claimedTimeFrom(event.event_time) ?? null;
  const report = fitted({
    source,
    fingerprint: id === undefined ? `${host ?? ""}/${trigger ?? name ?? ""}` : `event ${id}`,
    title: isFiring ? name : undefined,
    name: name ?? `Event ${id ?? trigger}`,
    description: isFiring
      ? [event.event_opdata, event.message].filter(Boolean).join("\n")
      : undefined,
    severity: isFiring ? (severityIn(event.event_severity) ?? "info") : undefined,
    status,
    // A recovery may be told with fewer words: the number of the event is its name.
    labels: isFiring || id === undefined ? labelsOf(event) : undefined,
    url: isFiring ? (event.url ?? null) : event.url,
    startedAt: isFiring ? time : null,
    resolvedAt: isFiring ? null : (claimedTimeFrom(event.recovery_time) ?? null),
  });
  return { ok: true, report };
}

/** The fields by our names for them. A macro that Zabbix could not fill in says nothing. */
function canonical(input: unknown): unknown {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return input;
  const given = new Map(
    Object.entries(input)
      .filter(([, value]) => !isUnfilled(value))
      .map(([name, value]) => [name.toLowerCase().replaceAll(/[^a-z]/gu, ""), value as unknown]),
  );
  const entries = Object.entries(NAMES).flatMap(([field, names]) => {
    const name = names.find((name) => given.has(name));
    return name === undefined ? [] : [[field, given.get(name)]];
  });
  return Object.fromEntries(entries);
}

function isUnfilled(value: unknown): boolean {
  if (typeof value !== "string") return value === null;
  const text = value.trim();
  return text === "" || text === "*UNKNOWN*" || /^\{[A-Z][A-Z0-9.]{0,60}\}$/u.test(text);
}

/** Zabbix says 1 for a problem and 0 for its end, or a word. */
function statusOf(value: string | undefined) {
  return value === "0" ? "resolved" : (statusFrom(value)?.status ?? "firing");
}

/** By number: not classified, information, warning, average, high, disaster. */
const BY_NUMBER: readonly Severity[] = ["info", "info", "warning", "error", "error", "critical"];

function severityIn(given: string | undefined): Severity | undefined {
  const isNumber = given !== undefined && /^[0-5]$/u.test(given);
  return isNumber ? BY_NUMBER[Number(given)] : severityOf([given], "firing");
}

/** What stays as it is from the problem to its end. */
function labelsOf({ event_tags: tags = {}, host_name: host, trigger_id: trigger }: Event): Pairs {
  return {
    ...tags,
    ...(host === undefined ? {} : { host }),
    ...(trigger === undefined ? {} : { trigger_id: trigger }),
  };
}
