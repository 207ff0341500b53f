import type { Actor } from "../../domain/actor.ts";
import type { Alert, Time } from "../../domain/alert.ts";
import type { Command } from "../../domain/command.ts";
import type { Head } from "../../domain/cursor.ts";
import type { Change } from "../../domain/diff.ts";
import type { EventType, RecordedEvent } from "../../domain/event.ts";
import type { Filter } from "../../domain/filter.ts";
import type { Episodes } from "../../protocol/episodes.ts";
import type { History, HistoryPlace } from "../../protocol/history.ts";
import type { Ids, Page, Place } from "../../protocol/page.ts";
import type { Result } from "../../domain/problem.ts";
import type { Horizon } from "../../domain/retention.ts";
import type { Timeline, TimelineSpan } from "../../protocol/timeline.ts";
import type { JsonText } from "./json-text.ts";
import type { By } from "./people.ts";

/** What became of a command: the alert as it now is and the types of the events it led to. */
export interface Done {
  readonly alert: Alert | null;
  readonly events: readonly EventType[];
}

/** Everything that one commit changed. Commits follow each other: `from` is the last `to`. */
export interface Commit {
  readonly from: number;
  readonly to: number;
  readonly changes: readonly Change[];
}

/**
 * What has changed, read at one moment: the one at which `head` was the last event, and `reach` the one
 * up to which removals were told no more. Both lists are in the order of the last events.
 */
export interface Changed {
  readonly alerts: readonly Alert[];
  readonly removals: readonly Gone[];
  readonly head: number;
  readonly reach: number;
}

/** An alert that the event `seq` has removed for good. */
export interface Gone {
  readonly id: number;
  readonly seq: number;
}

/** Asks for alerts beyond a horizon, the oldest above the id `after` first. */
export interface PastQuery {
  readonly horizon: Horizon;
  readonly after: number;
  readonly limit: number;
}

/**
 * Some of them, and the id above which to look for more, null where none are. `first` and `last` are the
 * ids between which alerts are looked at: what lies between them says how far this is.
 */
export interface Past {
  readonly ids: readonly number[];
  readonly next: number | null;
  readonly first: number;
  readonly last: number;
}

/** Alerts to be removed because they lie beyond a horizon. */
export interface Purge {
  readonly ids: readonly number[];
  readonly horizon: Horizon;
  /** When and why, as pages tell of it, see {@link Removed}. */
  readonly at: Time;
  readonly kept: string | null;
  readonly actor: Actor;
}

/** How many pages that hold nothing were handed back, and how many are left, each of so many bytes. */
export interface Vacuumed {
  readonly handedBack: number;
  readonly left: number;
  readonly pageBytes: number;
}

/** Up to when time has passed, and since when sources could be heard that renewed their leases. */
export interface Sweep {
  readonly now: Time;
  readonly since: Time;
}

/**
 * Where the log and its read models are kept. Every implementation passes conformance.ts.
 *
 * - `execute` MUST decide each command on what the commands before it left, append the events and
 *   change the read models in one transaction, and answer only when that is on disk. What it
 *   cannot write it MUST answer with `store-busy`, `store-full`, `store-readonly` or
 *   `store-broken`, leaving nothing half-written, and it MUST go on by itself once it can.
 * - What a source has said and no event tells yet, and until when its alerts are leased, MUST be
 *   kept as durably as the log. `sweep` MUST end the leases that have run out by `now`, of those
 *   that were renewed at or after `since`, and MUST record what is due.
 * - `ready` MUST be ok only where a write would be kept, and MUST leave no trace in the log.
 * - `seq` MUST number events 1, 2, 3 … in commit order, without a gap. `id` and `receivedAt` MUST
 *   never decrease in that order, whatever the clock does.
 * - The listener MUST be told of every commit once, in order, before its commands are answered.
 * - A page MUST be read at one moment, the one its `head` names, and its cost MUST NOT depend on
 *   how deep it lies. It MUST have about a mebibyte of text at most, and one alert at least, and
 *   fewer alerts than were asked for MUST NOT mean that there are no more: its cursors say that.
 *   One that looks back for alerts of a filter MUST tell after about half a second what it has, be
 *   it nothing, with how far it looked (`searchedTo`) and a cursor that goes on from there.
 * - A read that can scan MUST NOT hold up the event loop and MUST end at its deadline with
 *   `query-timeout`, or when it is aborted, whatever the alerts are and whatever is asked. `close`
 *   MUST NOT wait for it.
 * - What was removed for good MUST be nowhere any more, as if it had never been, but for its number and for
 *   the event that says so: neither number is given again. That event MUST be told to whoever catches up
 *   from further back, until `reach` says that it is not. `purge` and `vacuum` MUST do a bounded part, and
 *   MUST leave everything whole wherever they end.
 * - `head` and `reach` MUST be what this process has heard of: the last commit that the listener was
 *   told of, or what an answer to a read has said beyond it.
 * - A promise of a Result MUST NOT be rejected but for a fault in the program. One of anything else
 *   MUST be rejected with a Refusal where the file cannot be read now, and MUST NOT wait for it.
 */
export interface Store {
  execute(commands: readonly Command[], actor: Actor | null): Promise<Result<Result<Done>[]>>;
  /** Does what time has made due, a bounded part of it, and says how many alerts that was. */
  sweep(sweep: Sweep): Promise<Result<number>>;
  /** Whether it takes writes. */
  ready(): Promise<Result<null>>;
  head(): Head;
  /**
   * How long (ms) a commit may be read, here or elsewhere, before the listener here is told of it: 0
   * where all are written by this process.
   */
  readonly tellsWithin: number;
  /**
   * The event up to which removals of alerts are told no more, 0 where all are: whoever has not come so
   * far cannot catch up.
   */
  reach(): number;
  page(filter: Filter, place: Place, limit: number, signal?: AbortSignal): Promise<Result<Page>>;
  /** The same for whoever sends it on: what was made JSON where it was read is not made an object here. */
  pageText(
    filter: Filter,
    place: Place,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Result<JsonText<Page>>>;
  /** The ids of the alerts next above the alert `after`, newest first. */
  ids(filter: Filter, after: number, limit: number, signal?: AbortSignal): Promise<Result<Ids>>;
  alert(id: number): Promise<Alert | null>;
  /** Whether there was an alert of that number, which was removed for good. */
  wasRemoved(id: number): Promise<boolean>;
  /**
   * What has happened to an alert, oldest first: at most `limit` entries, of which each is an event
   * or a run of repeats, and about a mebibyte of text. Cursors say where there is more.
   */
  history(
    id: number,
    place: HistoryPlace,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Result<History>>;
  /**
   * The episodes of the same trouble that were received before an alert, and before the alert `before`
   * where that is not null: at most `limit`, newest first. Its cost MUST NOT depend on how many there are.
   */
  episodes(id: number, before: number | null, limit: number): Promise<Result<Episodes>>;
  /**
   * The alerts whose last event lies after `seq` and those that were removed after it, in the order of
   * those events: as many of both as fit into `limit` and into about so many bytes of text, at least one.
   */
  changedSince(seq: number, limit: number, bytes?: number): Promise<Changed>;
  /**
   * The log from a place on: the events after `seq` in their order and in today's version, as many as
   * fit into `limit` and into about a mebibyte of text, at least one. Of alerts that were removed for
   * good, only that is told.
   */
  eventsAfter(seq: number, limit: number): Promise<readonly RecordedEvent[]>;
  /** The last event that a consumer of the log is done with, null where it has never said so. */
  position(consumer: string): Promise<number | null>;
  /** Keeps that durably. */
  move(consumer: string, seq: number): Promise<Result<null>>;
  /** Removes an alert that lies in the trash for good. `alert-not-found`, `alert-not-deleted`. */
  forget(id: number, by: By): Promise<Result<null>>;
  past(query: PastQuery): Promise<Result<Past>>;
  /** Removes those of the alerts for good that are beyond the horizon still, and says how many were. */
  purge(purge: Purge): Promise<Result<number>>;
  /** Hands so many pages of the file back at most; none where the database sees to that by itself. */
  vacuum(pages: number): Promise<Result<Vacuumed>>;
  timeline(filter: Filter, span: TimelineSpan, signal?: AbortSignal): Promise<Result<Timeline>>;
  /** How large it is in bytes, and how many requests wait to be written. */
  measure(): Promise<{ readonly bytes: number; readonly waiting: number }>;
  /** Ends reads that can scan, also those under way: who waits for one is answered `stopping`. */
  endScans(): Promise<void>;
  /** Called after each commit. */
  onCommit(listener: (commit: Commit) => void): void;
  /** Finishes what was accepted, then closes the file. */
  close(): Promise<void>;
}
