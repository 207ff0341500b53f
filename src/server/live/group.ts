import "server-only";
import type { Filter } from "../../domain/filter.ts";
import type { OpenDiff } from "./frame.ts";
import { MAX_BACKLOG } from "./limits.ts";
import type { Outlet } from "./outlet.ts";

/** Outlets with the same filter share the work of finding and writing what they are sent. */
export interface Group {
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
  /**
   * The newest state of the log that it was given a part of. A row that changed shortly before it is
   * in no older part, so until it is complete up to here, some of its rows may be older than `behind`.
   */
  until: number;
  /** When (ms) it was found too slow. */
  stuckSince: number;
}

export function createGroups() {
  const groups = new Map<string, Group>();

  function join(filter: Filter, outlet: Outlet, sent: number, until: number): Subscription {
    const key = JSON.stringify(filter);
    const group = groups.get(key) ?? { key, filter, subscriptions: new Set() };
    groups.set(key, group);
    const subscription = { outlet, group, sent, behind: null, until, stuckSince: 0 };
    group.subscriptions.add(subscription);
    return subscription;
  }

  /** Does nothing where it has left already; a younger group may have its group's key. */
  function leave(subscription: Subscription): void {
    const { group } = subscription;
    if (!group.subscriptions.delete(subscription)) return;
    if (group.subscriptions.size === 0) groups.delete(group.key);
  }

  function* subscriptions(): Iterable<Subscription> {
    for (const group of groups.values()) yield* group.subscriptions;
  }

  function clear(): void {
    for (const group of groups.values()) group.subscriptions.clear();
    groups.clear();
  }

  return { join, leave, all: () => groups.values(), subscriptions, clear };
}

/** Whether it has not been ended meanwhile. */
export function isSubscribed(subscription: Subscription): boolean {
  return subscription.group.subscriptions.has(subscription);
}

export function isFull({ outlet }: Subscription): boolean {
  return outlet.backlog() > MAX_BACKLOG;
}

export function sendDiff(subscription: Subscription, diff: OpenDiff): void {
  subscription.outlet.send(diff.after(subscription.sent));
  subscription.sent = diff.to;
}
