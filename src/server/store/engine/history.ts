import type { Time } from "../../../domain/alert.ts";
import { type Epoch, writeCursor } from "../../../domain/cursor.ts";
import type { EventType } from "../../../domain/event.ts";
import { latestStarts } from "../../../domain/memory.ts";
import {
  firstSeqOf,
  type History,
  type HistoryEntry,
  type HistoryPlace,
} from "../../../protocol/history.ts";
import { isoTime } from "./iso-time.ts";
import { upcast, versionOf } from "./upcast.ts";

/** Bytes of text in one answer, about: an event may have all the words of an alert. */
const MOST_BYTES = 1_048_576;
/** Events that are read for one answer, however few entries they make: years of repeats. */
const MOST_EVENTS = 200_000;

/** An event as it lies in the log; what it says is JSON. */
export interface EventRow {
  readonly seq: number;
  readonly type: EventType;
  readonly version: number;
  readonly recorded_at: number;
  readonly actor: string;
  readonly data: string;
}

/**
 * Asks for the events of an alert beyond `seq` in one direction, nearest first: each is handed to `take` until that says
 * no, or there are no more. Where there is no `take`, it asks whether there are any.
 */
export interface EventsAsked {
  readonly direction: "older" | "newer";
  readonly seq: number;
  readonly take: ((row: EventRow) => boolean) | null;
}

/** Reads a history, and is told whether there was any event of what it asks for. */
export type Asking = Generator<EventsAsked, History, boolean>;

/** Reads what has happened to an alert, whether its events are there at once or later; `source` is the alert's. */
export function* historyAt(
  epoch: Epoch,
  source: string,
  place: HistoryPlace,
  limit: number,
): Asking {
  const cursorAt = (seq: number) => writeCursor(epoch, seq);

  function* backFrom(seq: number, mayHaveNewer: boolean): Asking {
    const gathering = createGathering(limit);
    yield { direction: "older", seq, take: gathering.take };
    const told = gathering.entries(source).reverse();
    const [first] = told;
    const to = told.at(-1)?.seq ?? seq - 1;
    const hasNewer = mayHaveNewer && (yield { direction: "newer", seq: to, take: null });
    return {
      events: told,
      older: gathering.isCut() && first ? cursorAt(firstSeqOf(first)) : null,
      newer: hasNewer ? cursorAt(to) : null,
    };
  }

  function* onFrom(seq: number): Asking {
    const gathering = createGathering(limit);
    yield { direction: "newer", seq, take: gathering.take };
    const told = gathering.entries(source);
    const [first] = told;
    const last = told.at(-1);
    const from = first === undefined ? seq + 1 : firstSeqOf(first);
    const hasOlder = yield { direction: "older", seq: from, take: null };
    return {
      events: told,
      older: hasOlder ? cursorAt(from) : null,
      newer: gathering.isCut() && last ? cursorAt(last.seq) : null,
    };
  }

  switch (place.type) {
    case "newest":
      return yield* backFrom(Number.MAX_SAFE_INTEGER, false);
    case "before":
      return yield* backFrom(place.seq, true);
    case "after":
      return yield* onFrom(place.seq);
    default:
      return place satisfies never;
  }
}

/** An event, or repeats that follow each other, in whatever order they are read. */
interface Run {
  readonly begun: EventRow;
  ended: EventRow;
  count: number;
  starts: readonly Time[];
}

/** Takes events in the order in which they are read, and makes at most so many entries of them. */
function createGathering(limit: number) {
  const runs: Run[] = [];
  let events = 0;
  let bytes = 0;
  let isCut = false;

  /** Whether there is room for more. */
  function take(row: EventRow): boolean {
    const last = runs.at(-1);
    const isMore = last !== undefined && goesOn(last, row);
    const isFull = runs.length >= limit || bytes + row.data.length > MOST_BYTES;
    isCut = last !== undefined && ((isFull && !isMore) || events >= MOST_EVENTS);
    if (isCut) return false;
    events += 1;
    if (isMore) prolong(last, row);
    else {
      bytes += row.data.length;
      runs.push({ begun: row, ended: row, count: 1, starts: startsIn(row) });
    }
    return true;
  }

  return {
    take,
    entries: (source: string) => runs.map((run) => entryOf(run, source)),
    /** Whether events are left over. */
    isCut: () => isCut,
  };
}

function goesOn({ begun }: Run, { type, version, actor }: EventRow): boolean {
  const isSame = begun.type === type && begun.version === version && begun.actor === actor;
  return isSame && type === "AlertRepeated";
}

function prolong(run: Run, row: EventRow): void {
  run.ended = row;
  run.count += 1;
  const starts = startsIn(row);
  if (starts.length > 0) run.starts = latestStarts([...run.starts, ...starts]);
}

/** Most repeats tell of none. */
function startsIn({ type, data }: EventRow): readonly Time[] {
  if (type !== "AlertRepeated" || data === "{}") return [];
  return (JSON.parse(data) as { readonly starts?: readonly Time[] }).starts ?? [];
}

function entryOf({ begun, ended, count, starts }: Run, source: string): HistoryEntry {
  const [first, last] = begun.seq < ended.seq ? [begun, ended] : [ended, begun];
  const { type, actor, data } = upcast({ ...last, data: JSON.parse(last.data) as object }, source);
  const entry = {
    seq: last.seq,
    type,
    version: versionOf(type),
    recordedAt: isoTime(last.recorded_at),
    actor,
    data: { ...data, ...(starts.length > 0 ? { starts: [...starts] } : {}) },
  };
  if (count === 1) return entry;
  return { ...entry, count, since: { seq: first.seq, recordedAt: isoTime(first.recorded_at) } };
}
