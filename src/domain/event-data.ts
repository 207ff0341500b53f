import * as v from "valibot";
import { pairsSchema, SEVERITIES } from "./alert.ts";
import type { AlertEvent, EventType } from "./event.ts";

/** A time of a day that every month has: it is one by its form alone. */
const USUAL_TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/u;

/** Text in the form of a Time, and nothing else that Date would read. An import asks this of every event, twice. */
export function isTime(text: string): boolean {
  if (USUAL_TIME.test(text)) return true;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

/** A Time from elsewhere: ISO 8601 in UTC with milliseconds, exactly so. */
export const exactTimeSchema = v.pipe(
  v.string(),
  v.length(24, "must be a time such as 2026-11-23T04:45:00.000Z"),
  v.check(isTime, "must be a time such as 2026-11-23T04:45:00.000Z"),
);
const time = exactTimeSchema;
const textOrNull = v.nullable(v.string());
const nothing = v.object({});
const starts = v.optional(v.array(time));
const isRepeat = v.optional(v.literal(true));

type DataOf<Type extends EventType> = Extract<AlertEvent, { readonly type: Type }>["data"];

/** What an event of each type says in today's version, for whoever reads one from elsewhere. */
export const EVENT_DATA = {
  AlertOpened: v.object({
    source: v.string(),
    fingerprint: textOrNull,
    title: v.string(),
    description: v.string(),
    severity: v.picklist(SEVERITIES),
    labels: pairsSchema,
    annotations: pairsSchema,
    url: textOrNull,
    startedAt: time,
  }),
  AlertReopened: v.object({
    starts,
    reason: v.picklist(["fires-again", "still-reported", "by-operator"]),
  }),
  AlertRepeated: v.object({ starts }),
  AlertRetitled: v.object({ isRepeat, title: v.string() }),
  AlertSeverityChanged: v.object({ isRepeat, severity: v.picklist(SEVERITIES) }),
  AlertDescribed: v.object({
    isRepeat,
    description: v.string(),
    annotations: pairsSchema,
    url: textOrNull,
  }),
  AlertAcknowledged: nothing,
  AlertUnacknowledged: nothing,
  AlertResolved: v.object({ starts, resolvedAt: time }),
  AlertSnoozed: v.object({ until: time }),
  AlertWoken: v.object({ reason: v.picklist(["due", "worse", "by-operator"]) }),
  AlertNoted: v.object({ text: v.string() }),
  AlertDeleted: nothing,
  AlertRestored: nothing,
  AlertForgotten: nothing,
} as const satisfies {
  readonly [Type in EventType]: v.GenericSchema<unknown, Loose<DataOf<Type>>>;
};

/** What may be left out may also be undefined, as valibot has it. */
type Loose<Data> = {
  [Name in keyof Data]: Data[Name] | (undefined extends Data[Name] ? undefined : never);
};

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_DATA, type);
}
