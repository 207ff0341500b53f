import "server-only";
import type { Head } from "../../domain/cursor.ts";
import { type Change, coalesce, seqOf } from "../../domain/diff.ts";
import type { Filter } from "../../domain/filter.ts";
import type { Commit, Store } from "../store/store.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import { createBehind } from "./behind.ts";
import { createChunks } from "./chunks.ts";
import { diffsOf, frame, type OpenDiff, partsOf } from "./frame.ts";
import { type Clocks, gatherUntil } from "./gathering.ts";
import { createGroups, isFull, sendDiff, type Subscription } from "./group.ts";
import { GATHERED, resetReason, type Rooms, ROOMS, TURN_TIME } from "./limits.ts";
import { onceEach } from "./once-each.ts";
import type { Outlet } from "./outlet.ts";
import { bytesOf } from "./room.ts";
import { createTail } from "./tail.ts";

export type Hub = ReturnType<typeof createHub>;

/** Tells each subscription what changes for its filter, from its place in the log onwards. */
export function createHub(
  store: Pick<Store, "head" | "reach" | "changedSince" | "tellsWithin">,
  { now, used }: Clocks,
  rooms: Rooms = ROOMS,
) {
  let pending: Change[] = [];
  /** What may gather beside that. */
  let room = GATHERED;
  let gathered = store.head().seq;
  let flushed = gathered;
  let timer: NodeJS.Timeout | undefined;
  /** When (ms) everyone may be told again; nobody was told of anything yet. */
  let next = -Infinity;
  const groups = createGroups();
  const tail = createTail(gathered, rooms.tail);
  const chunks = createChunks(store, tail, rooms.frame);
  const stand = () => ({ gathered, flushed, reach: store.reach() });
  const { tellsWithin } = store;
  const behind = createBehind({ stand, leave: unsubscribe, now, tellsWithin }, chunks);

  /**
   * Starts after `since`, or at the head where it is null. Who has read a page that this process has
   * yet to hear of waits for that. A reset leaves nothing subscribed.
   */
  function subscribe(outlet: Outlet, since: Head | null, filter: Filter): Subscription | null {
    const head = store.head();
    const reason = since === null ? null : resetReason(head, since, store.reach());
    const isEarly = reason === "future" && tellsWithin > 0;
    if (reason !== null && !isEarly) {
      publishFact(CHANNELS.socket, { type: "reset", reason });
      outlet.reset(reason);
      return null;
    }
    const seq = since?.seq ?? head.seq;
    const subscription = groups.join(filter, outlet, seq, head.seq);
    outlet.send(frame({ type: "ready", epoch: head.epoch, seq }));
    if (isEarly) behind.wait(subscription, seq);
    else if (seq < head.seq) behind.catchUp(subscription, seq);
    return subscription;
  }

  /** Does nothing where it has been ended already. */
  function unsubscribe(subscription: Subscription): void {
    behind.forget(subscription);
    groups.leave(subscription);
  }

  /** Takes what a commit changed; it goes out at once, or with what else gathers shortly. */
  function publish(commit: Commit): void {
    if (commit.from !== gathered) {
      // Another process has written: that is known from the log only.
      tail.restart(commit.from);
      skip(commit.from);
    }
    tail.push(commit.changes);
    gathered = commit.to;
    behind.heard();
    if (hasRoom(commit.changes)) pending = pending.concat(commit.changes);
    else skip(gathered);
    timer ??= setTimeout(flush, Math.max(0, next - now()));
  }

  /** Whether they can be told with what has gathered; there is no look at more than that. */
  function hasRoom(changes: readonly Change[]): boolean {
    return changes.every(({ after }) => {
      room = { rows: room.rows - 1, bytes: room.bytes - bytesOf(after) };
      return Math.min(room.rows, room.bytes) >= 0;
    });
  }

  /** Nobody is told in one go of what has changed up to `seq`: all catch up with it, part by part. */
  function skip(seq: number): void {
    for (const one of groups.subscriptions()) if (one.behind === null) behind.hold(one, flushed);
    pending = [];
    room = GATHERED;
    gathered = flushed = seq;
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const [changes, from] = [pending, flushed];
    pending = [];
    room = GATHERED;
    flushed = gathered;
    if (changes.length === 0) return;
    const [begun, usedBefore] = [now(), used()];
    tellAll(changes, from);
    // To tell thousands takes long: they hear more seldom, so that the rest is served as well.
    next = gatherUntil({ begun, ended: now(), used: used() - usedBefore });
  }

  function tellAll(changes: readonly Change[], from: number): void {
    // Who began amid these changes holds rows that some of them made: only the others are news.
    const partsAfter = onceEach((seq) => {
      const later = changes.filter((change) => seqOf(change) > seq);
      return partsOf(coalesce(later), rooms.frame);
    });
    const begun = now();
    for (const { filter, subscriptions } of groups.all()) {
      const isLate = now() - begun > TURN_TIME;
      const diffsAfter = onceEach((seq) => diffsOf(filter, partsAfter(seq)));
      for (const one of subscriptions) {
        if (one.behind !== null) continue;
        // Many filters take long to look through: others are served before the rest of them.
        if (isLate) behind.catchUp(one, Math.max(from, one.sent));
        else tell(one, diffsAfter(Math.max(from, one.sent)), from);
      }
    }
  }

  function tell(one: Subscription, diffs: readonly OpenDiff[], from: number): void {
    for (const diff of diffs) {
      if (isFull(one)) return behind.hold(one, from);
      sendDiff(one, diff);
    }
  }

  /** Tells everyone who is not too slow to hear it how far it is complete. */
  function beat(): void {
    const beatAt = onceEach((seq) => frame({ type: "beat", seq }));
    for (const one of groups.subscriptions()) {
      if (!isFull(one)) one.outlet.send(beatAt(placeOf(one)));
    }
  }

  /** Where the log stands, and how many events the subscription furthest behind has yet to hear of. */
  function state() {
    let subscriptions = 0;
    let lag = 0;
    for (const one of groups.subscriptions()) {
      subscriptions += 1;
      lag = Math.max(lag, gathered - placeOf(one), 0);
    }
    return { seq: gathered, subscriptions, lag };
  }

  /** How far it is complete. */
  function placeOf({ behind, sent }: Subscription): number {
    return behind ?? Math.max(sent, flushed);
  }

  /** To be called where the history is another from now on: whoever is subscribed begins anew. */
  function beginAnew(): void {
    for (const one of groups.subscriptions()) {
      unsubscribe(one);
      publishFact(CHANNELS.socket, { type: "reset", reason: "epoch" });
      one.outlet.reset("epoch");
    }
    pending = [];
    room = GATHERED;
    gathered = flushed = store.head().seq;
    tail.restart(gathered);
  }

  /** Sends what has gathered and ends every subscription: nothing reads the store hereafter. */
  function stop(): void {
    flush();
    groups.clear();
    behind.stop();
    chunks.stop();
  }

  return { subscribe, unsubscribe, publish, beginAnew, beat, state, stop };
}
