import "server-only";
import type { Alert } from "../../shared/alert.ts";
import type { Head } from "../../shared/cursor.ts";
import { type Change, coalesce, diffOf } from "../../shared/diff.ts";
import { type Filter, matches } from "../../shared/filter.ts";
import { CLOSE, type ResetReason } from "../../shared/protocol.ts";
import { frame, type OpenDiff, openDiff } from "./frame.ts";
import type { Commit, Store } from "../store/store.ts";

/** Where frames go. The hub knows nothing of sockets. */
export interface Outlet {
  send(frame: string): void;
  /** Bytes handed over that the other side has not taken yet. */
  backlog(): number;
  /** What was subscribed cannot go on; a new subscription can begin after a fresh page. */
  reset(reason: ResetReason): void;
  close(code: number, reason: string): void;
  /** The store could not be read. */
  fail(error: unknown): void;
}

/** Time (ms) in which changes gather before they go out as one frame. */
const GATHER = 50;
/** An outlet with more unsent bytes than this gets nothing more until it has drained to that. */
const MAX_BACKLOG = 1_048_576;
const DRAINED = 65_536;
/** An outlet that has not drained for this long (ms) is closed, to come back when it can. */
const MAX_STUCK = 60_000;
/** Alerts in one frame of a catch-up. */
const CATCH_UP_ROWS = 500;
/** Events beyond which reading a page afresh is cheaper than catching up. */
const MAX_CATCH_UP = 20_000;

/** Outlets with the same filter share the work of finding and writing what they are sent. */
interface Group {
  readonly key: string;
  readonly filter: Filter;
  readonly subscriptions: Set<Subscription>;
}

/** All that is kept for a connection: a place in the log and a filter. */
export interface Subscription {
  readonly outlet: Outlet;
  readonly group: Group;
  /** The last `to` that was sent, where the next frame begins. */
  sent: number;
  /** Null while it is sent every frame; else the place in the log from which it must catch up. */
  behind: number | null;
  /** When (ms) it was found too slow. */
  stuckSince: number;
}

export type Hub = ReturnType<typeof createHub>;

/** Tells each subscription what changes for its filter, from its place in the log onwards. */
export function createHub(store: Pick<Store, "head" | "changedSince">, now: () => number) {
  const groups = new Map<string, Group>();
  const slow = new Set<Subscription>();
  let pending: Change[] = [];
  let gathered = store.head().seq;
  let flushed = gathered;
  let timer: NodeJS.Timeout | undefined;

  /** Starts after `since`, or at the head where it is null. A reset leaves nothing subscribed. */
  function subscribe(outlet: Outlet, since: Head | null, filter: Filter): Subscription | null {
    const head = store.head();
    const reason = since === null ? null : resetReason(head, since);
    if (reason !== null) {
      outlet.reset(reason);
      return null;
    }
    const seq = since?.seq ?? head.seq;
    const group = groupOf(filter);
    const behind = seq < flushed ? seq : null;
    const subscription: Subscription = { outlet, group, sent: seq, behind, stuckSince: 0 };
    group.subscriptions.add(subscription);
    outlet.send(frame({ type: "ready", epoch: head.epoch, seq }));
    catchUp(subscription);
    return subscription;
  }

  /** Does nothing where it has been ended already; a younger group may have its group's key. */
  function unsubscribe(subscription: Subscription): void {
    const { group } = subscription;
    slow.delete(subscription);
    if (!group.subscriptions.delete(subscription)) return;
    if (group.subscriptions.size === 0) groups.delete(group.key);
  }

  /** Takes what a commit changed; it goes out with what else gathers shortly. */
  function publish(commit: Commit): void {
    if (commit.from !== gathered) skip(commit.from);
    pending.push(...commit.changes);
    gathered = commit.to;
    timer ??= setTimeout(tick, GATHER);
  }

  /** Another process has written up to `seq`: that is known from the log only. */
  function skip(seq: number): void {
    for (const { subscriptions } of groups.values()) {
      for (const one of subscriptions) if (one.behind === null) hold(one, flushed);
    }
    gathered = flushed = seq;
  }

  function tick(): void {
    timer = undefined;
    flush();
    for (const subscription of slow) retry(subscription);
    if (slow.size > 0) timer ??= setTimeout(tick, GATHER);
  }

  function flush(): void {
    const [changes, from, to] = [pending, flushed, gathered];
    pending = [];
    flushed = to;
    if (changes.length === 0) return;
    for (const { filter, subscriptions } of groups.values()) {
      const diffAfter = onceEach((seq) => {
        const later = changes.filter(({ after }) => after.seq > seq);
        return openDiff(to, diffOf(filter, coalesce(later)));
      });
      for (const one of subscriptions) {
        if (one.behind !== null) continue;
        // Who began amid these changes holds rows that some of them made: only the others are news.
        const diff = diffAfter(Math.max(from, one.sent));
        if (diff !== null) pass(one, diff, from, to);
      }
    }
  }

  function pass(one: Subscription, diff: OpenDiff, from: number, to: number): void {
    if (one.outlet.backlog() > MAX_BACKLOG) return hold(one, from);
    one.outlet.send(diff(one.sent));
    one.sent = to;
  }

  /** It has all up to `from`, and gets the rest from the log once there is no backlog. */
  function hold(one: Subscription, from: number): void {
    one.behind = Math.max(one.behind ?? from, one.sent);
    one.stuckSince = now();
    slow.add(one);
    timer ??= setTimeout(tick, GATHER);
  }

  function retry(one: Subscription): void {
    if (one.outlet.backlog() <= DRAINED) {
      slow.delete(one);
      catchUp(one);
    } else if (now() - one.stuckSince > MAX_STUCK) {
      unsubscribe(one);
      one.outlet.close(CLOSE.tooSlow, "Too slow to read; come back");
    }
  }

  /**
   * Sends what has changed since, from the log: each alert once, as it now is. One frame a turn of
   * the event loop, so that many who catch up at once do not hold up the rest.
   */
  function catchUp(one: Subscription): void {
    if (one.behind === null || !one.group.subscriptions.has(one)) return;
    if (gathered - one.behind > MAX_CATCH_UP) {
      unsubscribe(one);
      one.outlet.reset("too-far");
      return;
    }
    if (one.outlet.backlog() > MAX_BACKLOG) return hold(one, one.behind);
    const alerts = changedSince(one, one.behind);
    if (alerts === null) return;
    const put = alerts.filter((alert) => matches(one.group.filter, alert));
    const gone = alerts.filter((alert) => !matches(one.group.filter, alert));
    const to = alerts.at(-1)?.seq ?? one.behind;
    const diff = openDiff(to, { put, patch: [], remove: gone.map(({ id }) => id) });
    if (diff !== null) one.outlet.send(diff(one.sent));
    if (diff !== null) one.sent = to;
    one.behind = alerts.length < CATCH_UP_ROWS ? null : to;
    if (one.behind !== null) setImmediate(catchUp, one);
  }

  function changedSince(one: Subscription, seq: number): Alert[] | null {
    try {
      return store.changedSince(seq, CATCH_UP_ROWS);
    } catch (error) {
      unsubscribe(one);
      one.outlet.fail(error);
      return null;
    }
  }

  /** Tells everyone who is not too slow to hear it how far it is complete. */
  function beat(): void {
    for (const { subscriptions } of groups.values()) {
      for (const { outlet, behind, sent } of subscriptions) {
        if (outlet.backlog() > MAX_BACKLOG) continue;
        outlet.send(frame({ type: "beat", seq: behind ?? Math.max(sent, flushed) }));
      }
    }
  }

  function groupOf(filter: Filter): Group {
    const key = JSON.stringify(filter);
    const group = groups.get(key) ?? { key, filter, subscriptions: new Set() };
    groups.set(key, group);
    return group;
  }

  /** Sends what has gathered and ends every subscription: nothing reads the store hereafter. */
  function stop(): void {
    flush();
    for (const { subscriptions } of groups.values()) subscriptions.clear();
    groups.clear();
    slow.clear();
    clearTimeout(timer);
  }

  return { subscribe, unsubscribe, publish, beat, stop };
}

/** Asks for the answer to each number once. */
function onceEach<T>(ask: (key: number) => T): (key: number) => T {
  const answers = new Map<number, { readonly answer: T }>();
  return (key) => {
    const known = answers.get(key) ?? { answer: ask(key) };
    answers.set(key, known);
    return known.answer;
  };
}

function resetReason(head: Head, since: Head): ResetReason | null {
  if (since.epoch !== head.epoch) return "epoch";
  if (since.seq > head.seq) return "future";
  return head.seq - since.seq > MAX_CATCH_UP ? "too-far" : null;
}
