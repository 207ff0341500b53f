import type { Actor } from "./actor.ts";
import type { Alert, Pairs, Severity, Time } from "./alert.ts";
import { REPEAT_INTERVAL } from "./pace.ts";

interface Opening {
  readonly source: string;
  readonly fingerprint: string | null;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly labels: Pairs;
  readonly annotations: Pairs;
  readonly url: string | null;
  readonly startedAt: Time;
}

type Nothing = Readonly<Record<string, never>>;

/** Starts that the episode was told under and that no event before has named. */
interface Starts {
  readonly starts?: readonly Time[];
}

/** Whether the report that changed the words counts as a repeat; of several events, one says so. */
interface Counted {
  readonly isRepeat?: true;
}

/**
 * Its source reports it again; or it goes on reporting what an operator has resolved; or an operator
 * takes its end back.
 */
export type ReopeningReason = "fires-again" | "still-reported" | "by-operator";

/** Its time has come; or it got worse before that; or an operator ended it. */
export type WakingReason = "due" | "worse" | "by-operator";

/** What has happened to an alert. One type for each meaningful change, in the past tense. */
export type AlertEvent =
  | { readonly type: "AlertOpened"; readonly data: Opening }
  | {
      readonly type: "AlertReopened";
      readonly data: Starts & { readonly reason: ReopeningReason };
    }
  | { readonly type: "AlertRepeated"; readonly data: Starts }
  | { readonly type: "AlertRetitled"; readonly data: Counted & { readonly title: string } }
  | {
      readonly type: "AlertSeverityChanged";
      readonly data: Counted & { readonly severity: Severity };
    }
  | {
      readonly type: "AlertDescribed";
      readonly data: Counted & {
        readonly description: string;
        readonly annotations: Pairs;
        readonly url: string | null;
      };
    }
  | { readonly type: "AlertAcknowledged"; readonly data: Nothing }
  | { readonly type: "AlertUnacknowledged"; readonly data: Nothing }
  | { readonly type: "AlertResolved"; readonly data: Starts & { readonly resolvedAt: Time } }
  | { readonly type: "AlertSnoozed"; readonly data: { readonly until: Time } }
  | { readonly type: "AlertWoken"; readonly data: { readonly reason: WakingReason } }
  | { readonly type: "AlertNoted"; readonly data: { readonly text: string } }
  | { readonly type: "AlertDeleted"; readonly data: Nothing }
  | { readonly type: "AlertRestored"; readonly data: Nothing }
  /** It was removed for good, and with it every event before this one. */
  | { readonly type: "AlertForgotten"; readonly data: Nothing };

export type EventType = AlertEvent["type"];

/** An event with its place in the log: `seq` 1, 2, 3 … in commit order. */
export type RecordedEvent = AlertEvent & {
  readonly seq: number;
  readonly alertId: number;
  readonly recordedAt: Time;
  readonly actor: Actor;
};

/**
 * The alert after the event. An alert begins with AlertOpened and ends with AlertForgotten; before
 * and after, nothing changes.
 */
export function evolve(alert: Alert | null, event: RecordedEvent): Alert | null {
  if (event.type === "AlertOpened") return opened(event);
  if (alert === null || event.type === "AlertForgotten") return null;
  return { ...alert, ...changeBy(alert, event), seq: event.seq };
}

type Opened = Extract<RecordedEvent, { type: "AlertOpened" }>;
type Forgotten = Extract<RecordedEvent, { type: "AlertForgotten" }>;

function opened({ alertId, seq, recordedAt, data }: Opened): Alert {
  return {
    id: alertId,
    seq,
    source: data.source,
    fingerprint: data.fingerprint,
    title: data.title,
    description: data.description,
    severity: data.severity,
    status: "firing",
    labels: data.labels,
    annotations: data.annotations,
    url: data.url,
    startedAt: data.startedAt,
    receivedAt: recordedAt,
    lastSeenAt: recordedAt,
    occurrences: 1,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    snoozedUntil: null,
    deletedAt: null,
  };
}

function changeBy(alert: Alert, event: Exclude<RecordedEvent, Opened | Forgotten>): Partial<Alert> {
  const { recordedAt, actor } = event;
  switch (event.type) {
    case "AlertReopened":
      return reopened(alert, event);
    case "AlertRepeated":
      return { occurrences: alert.occurrences + 1, lastSeenAt: recordedAt };
    case "AlertRetitled":
      return { title: event.data.title, ...seen(alert, event) };
    case "AlertSeverityChanged":
      return { severity: event.data.severity, ...seen(alert, event) };
    case "AlertDescribed":
      return {
        description: event.data.description,
        annotations: event.data.annotations,
        url: event.data.url,
        ...seen(alert, event),
      };
    case "AlertAcknowledged":
      return { status: "acknowledged", acknowledgedAt: recordedAt, acknowledgedBy: actor };
    case "AlertUnacknowledged":
      return { status: "firing", acknowledgedAt: null, acknowledgedBy: null };
    case "AlertResolved":
      return {
        status: "resolved",
        resolvedAt: event.data.resolvedAt,
        resolvedBy: actor,
        snoozedUntil: null,
      };
    case "AlertSnoozed":
      return { snoozedUntil: event.data.until };
    case "AlertWoken":
      return { snoozedUntil: null };
    case "AlertNoted":
      return {};
    case "AlertDeleted":
      return { deletedAt: recordedAt };
    case "AlertRestored":
      return { deletedAt: null };
    default:
      return event satisfies never;
  }
}

const UNRESOLVED = { resolvedAt: null, resolvedBy: null } as const;

/**
 * To a source that reports it again, an acknowledgement was of the trouble that ended; it stays in the
 * history. An operator who takes an end back takes back nothing else.
 */
function reopened(
  { acknowledgedAt, occurrences }: Alert,
  { recordedAt, data }: Extract<RecordedEvent, { type: "AlertReopened" }>,
): Partial<Alert> {
  if (data.reason === "by-operator") {
    return { ...UNRESOLVED, status: acknowledgedAt === null ? "firing" : "acknowledged" };
  }
  return {
    ...UNRESOLVED,
    status: "firing",
    acknowledgedAt: null,
    acknowledgedBy: null,
    occurrences: occurrences + 1,
    lastSeenAt: recordedAt,
  };
}

function seen(alert: Alert, { recordedAt, data }: { recordedAt: Time; data: Counted }) {
  return { lastSeenAt: recordedAt, occurrences: alert.occurrences + (data.isRepeat ? 1 : 0) };
}

/** Whether a report counts: the first after the opening does, further ones once in a while. */
export function isRepeatDue(alert: Alert, now: Time, interval = REPEAT_INTERVAL): boolean {
  return alert.occurrences === 1 || Date.parse(now) - Date.parse(alert.lastSeenAt) >= interval;
}
