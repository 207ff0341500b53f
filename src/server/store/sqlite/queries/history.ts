import { asc, and, desc, eq, gt, lt, sql } from "drizzle-orm";
import { alerts, events } from "../../../../../db/sqlite/schema.ts";
import type { Time } from "../../../../domain/alert.ts";
import { type Epoch, writeCursor } from "../../../../domain/cursor.ts";
import type { EventType } from "../../../../domain/event.ts";
import {
  firstSeqOf,
  type History,
  type HistoryEntry,
  type HistoryPlace,
} from "../../../../protocol/history.ts";
import { latestStarts } from "../../../../domain/memory.ts";
import { fail, ok, type Result } from "../../../../domain/problem.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../file/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";
import { upcast, versionOf } from "../log/upcast.ts";

/** Bytes of text in one answer, about: an event may have all the words of an alert. */
const MOST_BYTES = 1_048_576;
/** Events that are read for one answer, however few entries they make: years of repeats. */
const MOST_EVENTS = 200_000;

interface EventRow {
  readonly seq: number;
  readonly type: EventType;
  readonly version: number;
  readonly recorded_at: number;
  readonly actor: string;
  readonly data: string;
}

/** The alert whose history it is. */
interface Of {
  readonly id: number;
  readonly source: string;
}

/** What has happened to an alert, at most `limit` entries of it and about so many bytes. */
export type ReadHistory = (id: number, place: HistoryPlace, limit: number) => Result<History>;

export function prepareHistory(tables: Tables, epoch: Epoch): ReadHistory {
  const ofAlert = eq(events.alertId, sql.placeholder("id"));
  const walk = (condition: ReturnType<typeof gt>, order: ReturnType<typeof asc>) =>
    prepareStatement<EventRow>(
      tables,
      tables
        .select({
          seq: events.seq,
          type: events.type,
          version: events.version,
          recordedAt: events.recordedAt,
          actor: events.actor,
          data: events.data,
        })
        .from(events)
        .where(and(ofAlert, condition))
        .orderBy(order),
    );
  const source = prepareStatement<{ readonly source: string }>(
    tables,
    tables
      .select({ source: alerts.source })
      .from(alerts)
      .where(eq(alerts.id, sql.placeholder("id"))),
  );
  const older = walk(lt(events.seq, sql.placeholder("seq")), desc(events.seq));
  const newer = walk(gt(events.seq, sql.placeholder("seq")), asc(events.seq));

  function read(of: Of, place: HistoryPlace, limit: number): History {
    switch (place.type) {
      case "newest":
        return backFrom(of, Number.MAX_SAFE_INTEGER, limit, false);
      case "before":
        return backFrom(of, place.seq, limit, true);
      case "after":
        return onFrom(of, place.seq, limit);
      default:
        return place satisfies never;
    }
  }

  function backFrom(of: Of, seq: number, limit: number, mayHaveNewer: boolean): History {
    const { entries, isCut } = gather(of, older.each({ id: of.id, seq }), limit);
    const told = entries.reverse();
    const [first] = told;
    const to = told.at(-1)?.seq ?? seq - 1;
    return {
      events: told,
      older: isCut && first ? cursorAt(firstSeqOf(first)) : null,
      newer: mayHaveNewer && has(newer, of, to) ? cursorAt(to) : null,
    };
  }

  function onFrom(of: Of, seq: number, limit: number): History {
    const { entries, isCut } = gather(of, newer.each({ id: of.id, seq }), limit);
    const [first] = entries;
    const last = entries.at(-1);
    const from = first === undefined ? seq + 1 : firstSeqOf(first);
    return {
      events: entries,
      older: has(older, of, from) ? cursorAt(from) : null,
      newer: isCut && last ? cursorAt(last.seq) : null,
    };
  }

  function cursorAt(seq: number): string {
    return writeCursor(epoch, seq);
  }

  function has(side: typeof older, { id }: Of, seq: number): boolean {
    return side.get({ id, seq }) !== undefined;
  }

  return (id, place, limit) =>
    tables.$client.transaction(() => {
      const alert = source.get({ id });
      if (alert === undefined) return fail("alert-not-found", `There is no alert ${id}.`);
      return ok(read({ id, source: alert.source }, place, limit));
    })();
}

/** An event, or repeats that follow each other, in whatever order they are read. */
interface Run {
  readonly begun: EventRow;
  ended: EventRow;
  count: number;
  starts: readonly Time[];
}

/** Entries in the order of the rows, and whether rows are left over. */
function gather({ source }: Of, rows: Iterable<EventRow>, limit: number) {
  const runs: Run[] = [];
  let events = 0;
  let bytes = 0;
  let isCut = false;
  for (const row of rows) {
    const last = runs.at(-1);
    const isMore = last !== undefined && goesOn(last, row);
    const isFull = runs.length >= limit || bytes + row.data.length > MOST_BYTES;
    isCut = last !== undefined && ((isFull && !isMore) || events >= MOST_EVENTS);
    if (isCut) break;
    events += 1;
    if (isMore) prolong(last, row);
    else {
      bytes += row.data.length;
      runs.push({ begun: row, ended: row, count: 1, starts: startsIn(row) });
    }
  }
  return { entries: runs.map((run) => entryOf(run, source)), isCut };
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
