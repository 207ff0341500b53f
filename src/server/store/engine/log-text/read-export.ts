import { createHash } from "node:crypto";
import * as v from "valibot";
import { EVENT_DATA, isEventType, isTime } from "../../../../domain/event-data.ts";
import { millisecondsOf } from "../../../../domain/milliseconds.ts";
import {
  EXPORT_FORMAT,
  EXPORT_VERSION,
  exportEventSchema,
  type ExportFooter,
  exportFooterSchema,
  type ExportHeader,
  exportHeaderSchema,
} from "../../../../protocol/export.ts";
import type { Removed } from "../../../../protocol/page.ts";
import { upcast, type StoredEvent, versionOf } from "../upcast.ts";
import { LineFault, linesOf } from "./lines.ts";

/** An event of an export that was looked through. */
export interface ReadEvent extends StoredEvent {
  readonly seq: number;
  readonly alertId: number;
  /** In ms since 1970. */
  readonly recordedAt: number;
  /** What it says, as JSON. */
  readonly text: string;
}

/** How much was imported. */
export interface Imported {
  readonly events: number;
  readonly alerts: number;
}

/** What an export says of itself, once all of it has been read. */
export interface ReadExport extends Imported {
  /** The last event. */
  readonly seq: number;
  /** The event after which the log has no gap. */
  readonly floor: number;
  /** That older alerts were removed, which the end of the list says; null where none were. */
  readonly removed: Removed | null;
}

/**
 * Reads the text of an export and looks every line through; each is in memory for a moment only. What is wrong
 * is thrown as a LineFault. What an event means beside those before it of its alert is not looked at.
 */
export async function* readExport(
  parts: AsyncIterable<Buffer>,
): AsyncGenerator<readonly ReadEvent[], ReadExport> {
  const hash = createHash("sha256");
  const lines = linesOf(parts);
  let log: ReturnType<typeof createLogCheck> | null = null;
  let line = 1;
  try {
    for (;;) {
      const step = await lines.next();
      if (step.done === true) {
        if (log === null) throw new LineFault(1, NO_EXPORT);
        return log.end(readFooter(step.value, line), hash.digest("hex"), line);
      }
      hash.update(step.value.bytes);
      const events: ReadEvent[] = [];
      for (const text of step.value.texts) {
        if (log === null) log = createLogCheck(readHeader(text));
        else events.push(log.add(text, line));
        line += 1;
      }
      yield events;
    }
  } finally {
    await lines.return("");
  }
}

const NO_EXPORT = "this is no export of Tocsin";

function readHeader(text: string): ExportHeader {
  const value = jsonOf(text, 1);
  const format = v.object({ format: v.literal(EXPORT_FORMAT), version: v.number() });
  if (!v.is(format, value)) throw new LineFault(1, NO_EXPORT);
  if (value.version !== EXPORT_VERSION)
    throw new LineFault(1, `version ${value.version} of the format is not known to this Tocsin`);
  return shaped(exportHeaderSchema, value, 1);
}

function readFooter(text: string, line: number): ExportFooter {
  const value = jsonOf(text, line);
  if (v.is(v.object({ seq: v.number() }), value))
    throw new LineFault(line, "the file ends here, and should end in a footer: it was cut off");
  return shaped(exportFooterSchema, value, line);
}

/** Holds each event against those before it. */
function createLogCheck({ floor, part, removed }: ExportHeader) {
  // Of a part, any event may be missing.
  const whole = part === null ? (floor ?? 0) : Infinity;
  let last = { seq: 0, recordedAt: -Infinity, id: 0 };
  let events = 0;
  let alerts = 0;

  function add(text: string, line: number): ReadEvent {
    const event = readEvent(text, line);
    const fault = faultIn(event);
    if (fault !== null) throw new LineFault(line, fault);
    const isOpening = event.type === "AlertOpened";
    events += 1;
    if (isOpening) alerts += 1;
    const { seq, recordedAt, alertId } = event;
    last = { seq, recordedAt, id: isOpening ? alertId : last.id };
    return event;
  }

  function faultIn({ seq, recordedAt, type, alertId }: ReadEvent): string | null {
    if (seq === last.seq) return `event ${seq} is there twice`;
    if (seq < last.seq) return `event ${seq} comes after event ${last.seq}: it is out of order`;
    if (seq > last.seq + 1 && seq - 1 > whole)
      return `event ${seq} comes after event ${last.seq}, and what lies between is missing`;
    if (recordedAt < last.recordedAt) return "it was recorded before the event above it";
    if (type === "AlertOpened" && alertId <= last.id)
      return `alert ${alertId} is opened after alert ${last.id}: numbers go up`;
    if (type === "AlertForgotten" && seq > whole)
      return `alert ${alertId} was removed for good, and the log is said to be whole before`;
    return null;
  }

  function end(footer: ExportFooter, sha256: string, line: number): ReadExport {
    if (footer.events !== events || footer.alerts !== alerts)
      throw new LineFault(
        line,
        `the footer says ${footer.events} events and ${footer.alerts} alerts, and there are ${events} and ${alerts}`,
      );
    if (footer.sha256 !== sha256)
      throw new LineFault(line, `the lines above have another sha256 (${sha256})`);
    if (part === null && whole > last.seq)
      throw new LineFault(1, `the log cannot be whole from event ${whole} on: it ends before`);
    return {
      events,
      alerts,
      seq: last.seq,
      floor: part === null ? whole : last.seq,
      removed: removed ?? null,
    };
  }

  return { add, end };
}

/** `operator`, or a kind and a name. */
const ACTOR = /^(?:operator$|(?:source|user|key|monitor):)/u;

function readEvent(text: string, line: number): ReadEvent {
  const event = readUsualLine(text) ?? readLine(text, line);
  const { type, version, actor, data } = event;
  if (version > versionOf(type))
    throw new LineFault(line, `version ${version} of ${type} is not known to this Tocsin`);
  if (version === versionOf(type) && !ACTOR.test(actor))
    throw new LineFault(line, `actor: ${quote(actor)} is nobody`);
  // Who acts in an older version depends on the alert; what is said does not.
  const today = version === versionOf(type) ? data : upcast(event, "").data;
  shaped(EVENT_DATA[type], today, line, "data");
  return event;
}

/** What stands before the data in a line as Tocsin writes it, and is right by its form. */
const USUAL_LINE =
  /^\{"seq":(?<seq>[1-9]\d{0,14}),"alertId":(?<alertId>[1-9]\d{0,14}),"type":"(?<type>\w+)","version":(?<version>[1-9]\d{0,14}),"recordedAt":"(?<recordedAt>[^"\\]{24})","actor":"(?<actor>[^"\\\p{Cc}]+)","data":(?=\{)/u;

/** Reads a line as Tocsin writes it: in half the time, which most of an import's is. Null where it may be another. */
function readUsualLine(line: string): ReadEvent | null {
  const found = USUAL_LINE.exec(line);
  if (found === null || !line.endsWith("}")) return null;
  const [before, seq, alertId, type = "", version, recordedAt = "", actor = ""] = found;
  if (!isEventType(type) || !isTime(recordedAt)) return null;
  const text = line.slice(before.length, -1);
  // Where anything follows the data this is no JSON.
  const data = objectOf(text);
  if (data === null) return null;
  return {
    seq: Number(seq),
    alertId: Number(alertId),
    type,
    version: Number(version),
    recordedAt: millisecondsOf(recordedAt),
    actor,
    data,
    text,
  };
}

function objectOf(text: string): object | null {
  try {
    return JSON.parse(text) as object;
  } catch {
    return null;
  }
}

function readLine(text: string, line: number): ReadEvent {
  const value = jsonOf(text, line);
  const event = shaped(exportEventSchema, value, line, "", refuseFooter);
  const { type, data, recordedAt } = event;
  if (!isEventType(type)) throw new LineFault(line, `there is no event of type ${quote(type)}`);
  return { ...event, type, recordedAt: Date.parse(recordedAt), text: JSON.stringify(data) };
}

/** What is no event may be one. */
function refuseFooter(value: unknown, line: number): void {
  if (v.is(exportFooterSchema, value)) throw new LineFault(line, "something follows the footer");
}

function jsonOf(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LineFault(line, "it is not JSON");
  }
}

function shaped<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  line: number,
  within = "",
  refuse: (value: unknown, line: number) => void = () => {},
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  refuse(value, line);
  const [issue] = parsed.issues;
  const at = [within, v.getDotPath(issue) ?? ""].filter(Boolean).join(".");
  throw new LineFault(line, `${at === "" ? "" : `${at}: `}${issue.message}`);
}

/** A little of a text that somebody else chose. */
function quote(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
