import type { Alert } from "../../domain/alert.ts";
import type { RecordedEvent } from "../../domain/event.ts";
import type { Result } from "../../domain/problem.ts";

/** An event, and the alert as it was before it and after. */
export interface Moment {
  readonly event: RecordedEvent;
  /** Null where the event opened it. */
  readonly before: Alert | null;
  readonly after: Alert;
}

/** Some events as they were, and how far they lead: what is not among them up to `to` is not wanted or gone. */
export interface Moments {
  readonly moments: readonly Moment[];
  readonly to: number;
}

/**
 * Reads the log with the alerts as they were. An alert is made anew from its events, so this may scan, and
 * whoever reads it MUST NOT be the event loop of the server. Every implementation passes conformance/moments.ts.
 */
export interface MomentReader {
  /**
   * The events after `seq` that are wanted, of so many at most, and of about four mebibytes of text: at least
   * one is read wherever there is one.
   */
  after(
    seq: number,
    limit: number,
    isWanted: (event: RecordedEvent) => boolean,
  ): Promise<Result<Moments>>;
  /** The event of that number; null where there is none, or where its alert was removed for good. */
  at(seq: number): Promise<Result<Moment | null>>;
}
