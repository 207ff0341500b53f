import "server-only";
import type { Attempt } from "../../outbound/attempt.ts";
import type { Clock } from "../../outbound/clock.ts";
import type { Guard, OutboundRequest } from "../../outbound/guard.ts";
import type { ReporterName } from "../../../protocol/telemetry.ts";
import { CHANNELS, publishFact, type ReporterFact } from "../channel.ts";
import type { Log } from "../log.ts";
import { createRing, type Room } from "./ring.ts";
import { type After, afterSend, type Course, FRESH, type Verdict, verdictOf } from "./schedule.ts";

/** How long (ms) the end of the server is held up for the last request. */
export const STOP_WITHIN = 2_000;

/** What there is to send, in the form in which it is sent. */
export interface Source {
  /** What has come together since it was last asked. */
  readonly collect: () => Promise<readonly string[]>;
  /** The same, which stays. */
  readonly peek: () => Promise<readonly string[]>;
  /** Tells that so many had to be dropped, null where that is told otherwise. */
  readonly noteOf: (dropped: number) => string | null;
  /** Hears of nothing any more; what it has heard can still be collected. */
  readonly stop: () => void;
}

/** How it is sent, and where to. */
export interface Transport {
  readonly requestOf: (events: readonly string[]) => OutboundRequest;
  /** The body of such a request, without what is secret. */
  readonly shown: (events: readonly string[]) => string;
}

export interface ReporterParts {
  readonly name: ReporterName;
  readonly source: Source;
  readonly transport: Transport;
  readonly send: Guard["send"];
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** How often (ms) it is collected and sent. */
  readonly interval: number;
  readonly log: Pick<Log, "warn" | "error">;
  readonly room?: Room;
}

/** How a reporter does. Times are in ms since 1970. */
export interface ReporterState {
  readonly sent: number;
  readonly dropped: number;
  /** Requests that came to nothing. */
  readonly failed: number;
  readonly waiting: number;
  readonly lastSentAt: number | null;
  readonly lastFailure: (Pick<Attempt, "status" | "reason"> & { readonly at: number }) | null;
}

/** A request that has ended. */
interface Ended {
  readonly verdict: Verdict;
  readonly fate: After["fate"];
}

export type Reporter = ReturnType<typeof createReporter>;

/**
 * Sends what a source collects, so that nobody ever waits for it: it is held in a ring, goes out a batch at a time,
 * and stays where it cannot be sent now.
 */
export function createReporter(parts: ReporterParts) {
  const { name, source, transport, send, clock, random, interval, log, room } = parts;
  const ring = createRing(room);
  const stopping = new AbortController();
  const counts = { sent: 0, dropped: 0, failed: 0 };
  let course: Course = FRESH;
  let sending: Promise<void> | null = null;
  /** Dropped, and not told to the receiver yet. */
  let untold = 0;
  let lastSentAt: number | null = null;
  let lastFailure: ReporterState["lastFailure"] = null;
  let cancelTick = clock.at(clock.now() + interval, tick);
  let cancelRetry = () => {};
  let stopped: Promise<void> | null = null;

  function tick(): void {
    cancelTick = clock.at(clock.now() + interval, tick);
    void gather().then(flush);
  }

  async function gather(): Promise<void> {
    try {
      for (const event of await source.collect()) capture(event);
    } catch (error) {
      log.error({ err: error, reporter: name }, "what there is to report could not be collected");
    }
  }

  /** Takes one event, as its receiver is to have it. */
  function capture(event: string): void {
    noteDropped(ring.push(event));
    if (ring.isHalfFull()) flush();
  }

  function noteDropped(events: number): void {
    if (events === 0) return;
    untold += events;
    note("dropped", events);
  }

  function note(outcome: ReporterFact["outcome"], events: number): void {
    counts[outcome] += outcome === "failed" ? 1 : events;
    publishFact(CHANNELS.reporter, { reporter: name, outcome, events });
  }

  /** Begins to send, unless it is not the time for it. */
  function flush(): void {
    const isEarly = clock.now() < course.notBefore;
    if (sending !== null || stopped !== null || isEarly || ring.count() === 0) return;
    sending = sendWhole()
      .catch((error: unknown) => {
        ring.giveBack();
        log.error({ err: error, reporter: name }, "a reporter failed");
      })
      .finally(() => (sending = null));
  }

  /** Sends until less than a batch is left: that waits for more to come. */
  async function sendWhole(): Promise<void> {
    let ended: Ended;
    do ended = await sendBatch();
    while (ring.count() >= course.most && goesOn(ended) && !stopping.signal.aborted);
    if (stopped === null && course.notBefore > clock.now()) retryLater();
  }

  /** As soon as a receiver has been left alone for long enough. A timer may be a little early. */
  function retryLater(): void {
    cancelRetry();
    cancelRetry = clock.at(course.notBefore, () => {
      if (clock.now() < course.notBefore) retryLater();
      else flush();
    });
  }

  /** One that is too large by itself was dropped: the next are not tried at once, lest it never ends. */
  function goesOn({ verdict, fate }: Ended): boolean {
    return fate === "sent" || (verdict === "too-large" && fate === "kept");
  }

  async function sendBatch(): Promise<Ended> {
    const told = untold;
    const events = ring.take(course.most);
    const attempt = await send(transport.requestOf(withNote(events)), stopping.signal);
    const verdict = verdictOf(attempt);
    const after = afterSend(course, attempt, events.length, clock.now(), random());
    tellOfTrouble(verdict, attempt);
    course = after.course;
    if (after.fate === "kept") ring.giveBack();
    else ring.settle();
    if (after.fate === "sent") {
      untold -= told;
      lastSentAt = clock.now();
      note("sent", events.length);
    } else {
      lastFailure = { at: clock.now(), status: attempt.status, reason: attempt.reason };
      note("failed", events.length);
    }
    if (after.fate === "dropped") noteDropped(events.length);
    return { verdict, fate: after.fate };
  }

  function withNote(events: readonly string[]): readonly string[] {
    const told = untold === 0 ? null : source.noteOf(untold);
    return told === null ? events : [told, ...events];
  }

  /** Once, until it goes well again or something else is wrong. */
  function tellOfTrouble(verdict: Verdict, { status, reason }: Attempt): void {
    const isNews = course.failures === 0 || (verdict === "refused" && !course.isResting);
    if (verdict === "taken" || verdict === "too-large" || stopped !== null || !isNews) return;
    const words =
      verdict === "refused" ? "telemetry is not wanted" : "telemetry cannot be sent now";
    log.warn({ reporter: name, status, reason }, words);
  }

  /** Hears of nothing any more and sends what it holds, within {@link STOP_WITHIN}. */
  function stop(): Promise<void> {
    stopped ??= end();
    return stopped;
  }

  async function end(): Promise<void> {
    cancelTick();
    cancelRetry();
    source.stop();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    stopping.signal.addEventListener("abort", () => resolve());
    const cancelLate = clock.at(clock.now() + STOP_WITHIN, () => stopping.abort());
    await Promise.race([sendLast(), late]);
    cancelLate();
    const lost = ring.count();
    if (lost === 0) return;
    note("dropped", lost);
    log.warn({ reporter: name, events: lost }, "telemetry was not sent before the end");
  }

  /** Once more, also where a receiver was left alone, unless it wants none of it. */
  async function sendLast(): Promise<void> {
    // First, so that what a request under way takes too long for is counted as lost.
    await gather();
    await sending;
    while (ring.count() > 0 && !course.isResting && !stopping.signal.aborted) {
      const { verdict } = await sendBatch();
      if (verdict === "later") return;
    }
  }

  function state(): ReporterState {
    return { ...counts, waiting: ring.count(), lastSentAt, lastFailure };
  }

  /** The next request's body as it would be sent now, without what is secret. */
  async function preview(): Promise<string> {
    const events = [...ring.peek(course.most), ...(await source.peek())];
    return transport.shown(withNote(events.slice(0, course.most)));
  }

  return { capture, stop, state, preview };
}
