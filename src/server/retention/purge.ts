import { setTimeout } from "node:timers/promises";
import type { Actor } from "../../domain/actor.ts";
import type { Time } from "../../domain/alert.ts";
import type { Progress, Steps } from "../../domain/operation.ts";
import type { Result } from "../../domain/problem.ts";
import type { Horizon } from "../../domain/retention.ts";
import { Refusal } from "../store/refusal.ts";
import type { Past, Store } from "../store/store.ts";

/** Alerts that are removed in one step: some milliseconds of the writer's time. */
const ALERTS = 50;
/** Pages that are handed back in one step. */
const PAGES = 50;

/** How much longer than a step the pause after it is: whoever reads or writes is left with 97 of 100 parts. */
const PAUSE = 29;
/** Longest pause, and how much of one is waited for at once (ms). */
const [LONGEST, BIT] = [1_000, 100];

export interface Purging {
  readonly horizons: readonly Horizon[];
  /** Why, as pages tell of it: how long alerts are kept, null where somebody wants these to be removed. */
  readonly kept: string | null;
  readonly actor: Actor;
  readonly at: Time;
}

/** How many alerts were removed, and by how many bytes the file has become smaller. */
export interface Purged {
  readonly alerts: number;
  readonly bytes: number;
}

export type PurgedStore = Pick<Store, "past" | "purge" | "vacuum">;

/**
 * Removes what lies beyond the horizons, from the oldest on, and hands back the room that it took: in
 * steps of which each is done or not, between which others write. Whoever breaks it off keeps what is
 * removed. Throws a {@link Refusal} where the store cannot be written.
 */
export async function* purge(store: PurgedStore, purging: Purging): Steps<Purged> {
  let alerts = 0;
  for (const horizon of purging.horizons) alerts += yield* removed(store, purging, horizon);
  return { alerts, bytes: yield* handedBack(store) };
}

async function* removed(
  store: PurgedStore,
  { kept, actor, at }: Purging,
  horizon: Horizon,
): Steps<number> {
  let alerts = 0;
  let start: number | null = null;
  for (let after: number | null = 0; after !== null;) {
    const begun = performance.now();
    const past: Past = valueOf(await store.past({ horizon, after, limit: ALERTS }));
    const { ids } = past;
    if (ids.length > 0) alerts += valueOf(await store.purge({ ids, horizon, kept, actor, at }));
    start ??= past.first;
    after = past.next;
    const total = Math.max(0, past.last - start + 1);
    const progress = { done: after === null ? total : after - start + 1, total, unit: "alerts" };
    yield progress;
    if (after !== null) yield* rest(begun, progress);
  }
  return alerts;
}

async function* handedBack(store: PurgedStore): Steps<number> {
  for (let done = 0; ;) {
    const begun = performance.now();
    const { left, handedBack, pageBytes } = valueOf(await store.vacuum(PAGES));
    done += handedBack;
    if (left === 0) return done * pageBytes;
    yield* rest(begun, { done, total: done + left, unit: "pages" });
  }
}

/** Leaves the file to others after a step that began then: bit by bit, so that it can be broken off. */
async function* rest(begun: number, progress: Progress): Steps<void> {
  const pause = Math.min((performance.now() - begun) * PAUSE, LONGEST);
  for (let left = pause; left > 0; left -= BIT) {
    await setTimeout(Math.min(left, BIT));
    yield progress;
  }
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Refusal({ problem: result.problem, cause: "the store refused a step of a purge" });
}
