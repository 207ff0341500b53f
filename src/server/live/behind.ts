import "server-only";
import { CLOSE } from "../../protocol/frame.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import type { Chunk, Chunks } from "./chunks.ts";
import { type Group, isFull, isSubscribed, sendDiff, type Subscription } from "./group.ts";
import { DRAINED, GATHER, MAX_CATCH_UP, MAX_STUCK } from "./limits.ts";
import { createPlaces } from "./places.ts";

/** What those who are behind need of the hub. */
interface Host {
  /**
   * The last event that it has heard of, the last that everyone else has been told of, and the one
   * before which nobody can catch up, since removals of alerts are told no more.
   */
  stand(): { readonly gathered: number; readonly flushed: number; readonly reach: number };
  /** Ends a subscription. */
  leave(one: Subscription): void;
  now(): number;
  /** How long (ms) who is ahead of what was heard of waits for it. */
  readonly tellsWithin: number;
}

/** Those who are not sent every frame: they catch up, or are too slow to be sent anything. */
export function createBehind({ stand, leave, now, tellsWithin }: Host, chunks: Chunks) {
  const places = createPlaces(serve, now);
  const slow = new Set<Subscription>();
  /** Those who wait until their place has been heard of, each with the end of its patience. */
  const early = new Map<Subscription, NodeJS.Timeout>();
  let timer: NodeJS.Timeout | undefined;

  /** It has all up to `from`, and is sent the rest. */
  function catchUp(one: Subscription, from: number): void {
    one.behind = from;
    places.add(one);
  }

  /** Sends the next chunk to those who stand at one place; says how many rows it has read. */
  async function serve(together: readonly Subscription[]): Promise<number> {
    const waiting = together.filter(isSubscribed);
    const [first] = waiting;
    if (first === undefined || first.behind === null) return 0;
    const place = first.behind;
    if (isTooFar(place)) {
      for (const one of waiting) giveUp(one);
      return 0;
    }
    const chunk = await chunkFor(waiting, place, first.group);
    if (chunk === null) return 0;
    // Who has left while it was read is sent nothing more.
    for (const one of waiting.filter(isSubscribed)) {
      if (place < stand().reach) giveUp(one);
      else advance(one, place, chunk);
    }
    return chunk.rows;
  }

  function isTooFar(place: number): boolean {
    const { gathered, reach } = stand();
    return place < reach || gathered - place > MAX_CATCH_UP;
  }

  function giveUp(one: Subscription): void {
    leave(one);
    publishFact(CHANNELS.socket, { type: "reset", reason: "too-far" });
    one.outlet.reset("too-far");
  }

  async function chunkFor(
    waiting: readonly Subscription[],
    place: number,
    group: Group,
  ): Promise<Chunk | null> {
    try {
      return await chunks.after(place, group);
    } catch (error) {
      for (const one of waiting.filter(isSubscribed)) {
        leave(one);
        one.outlet.fail(error);
      }
      return null;
    }
  }

  function advance(one: Subscription, place: number, chunk: Chunk): void {
    if (isFull(one)) return hold(one, place);
    if (chunk.diff !== null) sendDiff(one, chunk.diff);
    publishFact(CHANNELS.socket, { type: "chunk-sent" });
    one.until = Math.max(one.until, chunk.head);
    if (chunk.to >= Math.max(one.until, stand().flushed)) one.behind = null;
    else catchUp(one, chunk.to);
  }

  /** It has all up to `from`, and catches up once it has drained. */
  function hold(one: Subscription, from: number): void {
    one.behind = Math.max(from, one.sent);
    one.stuckSince = now();
    slow.add(one);
    timer ??= setTimeout(retryAll, GATHER);
  }

  function retryAll(): void {
    timer = undefined;
    for (const one of slow) retry(one, one.behind ?? one.sent);
    if (slow.size > 0) timer = setTimeout(retryAll, GATHER);
  }

  function retry(one: Subscription, from: number): void {
    if (one.outlet.backlog() <= DRAINED) {
      slow.delete(one);
      catchUp(one, from);
    } else if (now() - one.stuckSince > MAX_STUCK) {
      leave(one);
      publishFact(CHANNELS.socket, { type: "closed-slow" });
      one.outlet.close(CLOSE.tooSlow, "Too slow to read; come back");
    }
  }

  /** It has all up to a place that is yet to be heard of. */
  function wait(one: Subscription, place: number): void {
    one.behind = place;
    early.set(one, setTimeout(tooEarly, tellsWithin, one));
  }

  /** Those wait no longer whose place has been heard of. */
  function heard(): void {
    for (const [one, timer] of early) {
      const place = one.behind ?? one.sent;
      if (place > stand().gathered) continue;
      clearTimeout(timer);
      early.delete(one);
      catchUp(one, place);
    }
  }

  function tooEarly(one: Subscription): void {
    leave(one);
    publishFact(CHANNELS.socket, { type: "reset", reason: "future" });
    one.outlet.reset("future");
  }

  /** Nothing more is sent to it. */
  function forget(one: Subscription): void {
    slow.delete(one);
    clearTimeout(early.get(one));
    early.delete(one);
  }

  function stop(): void {
    slow.clear();
    for (const timer of early.values()) clearTimeout(timer);
    early.clear();
    clearTimeout(timer);
    timer = undefined;
    places.clear();
  }

  return { catchUp, hold, wait, heard, forget, stop };
}
