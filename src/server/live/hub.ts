import "server-only";
import type { Head } from "../../shared/cursor.ts";
import { type Change, coalesce } from "../../shared/diff.ts";
import type { Filter } from "../../shared/filter.ts";
import { CLOSE, type ResetReason } from "../../shared/protocol.ts";
import type { Commit, Store } from "../store/store.ts";
import { type Chunk, type ChunkSource, createChunks } from "./chunks.ts";
import { diffsOf, frame, type OpenDiff, partsOf } from "./frame.ts";
import { createGroups, type Group, isSubscribed, type Subscription } from "./group.ts";
import {
  DRAINED,
  GATHER,
  MAX_BACKLOG,
  MAX_CATCH_UP,
  MAX_STUCK,
  resetReason,
  type Rooms,
  ROOMS,
} from "./limits.ts";
import { onceEach } from "./once-each.ts";
import type { Outlet } from "./outlet.ts";
import { createPlaces } from "./places.ts";
import { createTail } from "./tail.ts";

/** Told of what operators want to count. */
export interface HubListener {
  /** Rows were read for a catch-up, however many share them. */
  chunkRead(source: ChunkSource): void;
  /** A subscription was sent a part of what it had missed. */
  chunkSent(): void;
  reset(reason: ResetReason): void;
  closedSlow(): void;
}

export type Hub = ReturnType<typeof createHub>;

/** Tells each subscription what changes for its filter, from its place in the log onwards. */
export function createHub(
  store: Pick<Store, "head" | "changedSince">,
  now: () => number,
  listener: HubListener,
  rooms: Rooms = ROOMS,
) {
  let pending: Change[] = [];
  let gathered = store.head().seq;
  let flushed = gathered;
  let timer: NodeJS.Timeout | undefined;
  const groups = createGroups();
  const slow = new Set<Subscription>();
  const tail = createTail(gathered, rooms.tail);
  const chunks = createChunks(store, tail, rooms.frame, listener.chunkRead);
  const places = createPlaces(catchUp);

  /** Starts after `since`, or at the head where it is null. A reset leaves nothing subscribed. */
  function subscribe(outlet: Outlet, since: Head | null, filter: Filter): Subscription | null {
    const head = store.head();
    const reason = since === null ? null : resetReason(head, since);
    if (reason !== null) {
      reset(outlet, reason);
      return null;
    }
    const seq = since?.seq ?? head.seq;
    const subscription = groups.join(filter, outlet, seq, head.seq);
    outlet.send(frame({ type: "ready", epoch: head.epoch, seq }));
    if (seq === head.seq) return subscription;
    subscription.behind = seq;
    places.add(subscription);
    return subscription;
  }

  function reset(outlet: Outlet, reason: ResetReason): void {
    listener.reset(reason);
    outlet.reset(reason);
  }

  /** Does nothing where it has been ended already. */
  function unsubscribe(subscription: Subscription): void {
    slow.delete(subscription);
    groups.leave(subscription);
  }

  /** Takes what a commit changed; it goes out with what else gathers shortly. */
  function publish(commit: Commit): void {
    if (commit.from !== gathered) skip(commit.from);
    pending.push(...commit.changes);
    tail.push(commit.changes);
    gathered = commit.to;
    timer ??= setTimeout(tick, GATHER);
  }

  /** Another process has written up to `seq`: that is known from the log only. */
  function skip(seq: number): void {
    for (const one of groups.subscriptions()) if (one.behind === null) hold(one, flushed);
    tail.restart(seq);
    pending = [];
    gathered = flushed = seq;
  }

  function tick(): void {
    timer = undefined;
    flush();
    for (const subscription of slow) retry(subscription);
    if (slow.size > 0) timer ??= setTimeout(tick, GATHER);
  }

  function flush(): void {
    const [changes, from] = [pending, flushed];
    pending = [];
    flushed = gathered;
    if (changes.length === 0) return;
    // Who began amid these changes holds rows that some of them made: only the others are news.
    const partsAfter = onceEach((seq) => {
      const later = changes.filter(({ after }) => after.seq > seq);
      return partsOf(coalesce(later), rooms.frame);
    });
    for (const { filter, subscriptions } of groups.all()) {
      const diffsAfter = onceEach((seq) => diffsOf(filter, partsAfter(seq)));
      for (const one of subscriptions) {
        if (one.behind === null) tell(one, diffsAfter(Math.max(from, one.sent)), from);
      }
    }
  }

  function tell(one: Subscription, diffs: readonly OpenDiff[], from: number): void {
    for (const diff of diffs) {
      if (one.outlet.backlog() > MAX_BACKLOG) return hold(one, from);
      send(one, diff);
    }
  }

  function send(one: Subscription, diff: OpenDiff): void {
    one.outlet.send(diff.after(one.sent));
    one.sent = diff.to;
  }

  /** It has all up to `from`, and gets the rest once there is no backlog. */
  function hold(one: Subscription, from: number): void {
    one.behind = Math.max(one.behind ?? from, one.sent);
    one.stuckSince = now();
    slow.add(one);
    timer ??= setTimeout(tick, GATHER);
  }

  function retry(one: Subscription): void {
    if (one.outlet.backlog() <= DRAINED) {
      slow.delete(one);
      places.add(one);
    } else if (now() - one.stuckSince > MAX_STUCK) {
      unsubscribe(one);
      listener.closedSlow();
      one.outlet.close(CLOSE.tooSlow, "Too slow to read; come back");
    }
  }

  /** Sends the next chunk to those who stand at one place; says how many rows it has read. */
  function catchUp(together: readonly Subscription[]): number {
    const waiting = together.filter(isSubscribed);
    const [first] = waiting;
    if (first === undefined || first.behind === null) return 0;
    const place = first.behind;
    if (gathered - place > MAX_CATCH_UP) {
      for (const one of waiting) giveUp(one);
      return 0;
    }
    const chunk = chunkFor(waiting, place, first.group);
    if (chunk === null) return 0;
    for (const one of waiting) advance(one, place, chunk);
    return chunk.rows;
  }

  function giveUp(one: Subscription): void {
    unsubscribe(one);
    reset(one.outlet, "too-far");
  }

  function chunkFor(waiting: readonly Subscription[], place: number, group: Group): Chunk | null {
    try {
      return chunks.after(place, group);
    } catch (error) {
      for (const one of waiting) {
        unsubscribe(one);
        one.outlet.fail(error);
      }
      return null;
    }
  }

  function advance(one: Subscription, place: number, chunk: Chunk): void {
    if (one.outlet.backlog() > MAX_BACKLOG) return hold(one, place);
    if (chunk.diff !== null) send(one, chunk.diff);
    listener.chunkSent();
    one.until = Math.max(one.until, chunk.head);
    const isComplete = !chunk.more && chunk.to >= Math.max(one.until, flushed);
    one.behind = isComplete ? null : chunk.to;
    if (!isComplete) places.add(one);
  }

  /** Tells everyone who is not too slow to hear it how far it is complete. */
  function beat(): void {
    const beatAt = onceEach((seq) => frame({ type: "beat", seq }));
    for (const { outlet, behind, sent } of groups.subscriptions()) {
      if (outlet.backlog() <= MAX_BACKLOG) outlet.send(beatAt(behind ?? Math.max(sent, flushed)));
    }
  }

  /** How many there are, and how many events the one that is furthest behind has yet to hear of. */
  function state(): { readonly subscriptions: number; readonly lag: number } {
    let subscriptions = 0;
    let lag = 0;
    for (const { behind, sent } of groups.subscriptions()) {
      subscriptions += 1;
      lag = Math.max(lag, gathered - (behind ?? Math.max(sent, flushed)));
    }
    return { subscriptions, lag };
  }

  /** Sends what has gathered and ends every subscription: nothing reads the store hereafter. */
  function stop(): void {
    flush();
    groups.clear();
    slow.clear();
    places.clear();
    chunks.forget();
    clearTimeout(timer);
  }

  return { subscribe, unsubscribe, publish, beat, state, stop };
}
