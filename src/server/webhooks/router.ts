import type { RecordedEvent } from "../../domain/event.ts";
import { webhookEventOf } from "../../protocol/webhook-event.ts";
import type { DeliveryWrites } from "../store/deliveries.ts";
import type { MomentReader } from "../store/moments.ts";
import type { Move } from "../store/webhooks.ts";
import type { Clock } from "../outbound/clock.ts";
import { type Endpoint, type Endpoints, type Happening, movable, moveOver } from "./endpoints.ts";

/** Events that are looked at in one go. */
const STRIDE = 200;
/** How long (ms) it waits before it tries again what the store could not do. */
const AGAIN_AFTER = 1_000;
/** How long (ms) after it was judged on the store may not know how far a webhook has come. */
const KEEP_AFTER = 250;

export interface RouterParts {
  readonly writes: Pick<DeliveryWrites, "route">;
  readonly moments: MomentReader;
  readonly clock: Clock;
  /** The last event that there is. */
  readonly head: () => number;
  readonly endpoints: () => Endpoints;
  readonly happen: (happening: Happening) => void;
  /** Has it look again, when there is time for it. */
  readonly wake: () => void;
  /** Reads a webhook anew that is not where it was thought to be. */
  readonly reload: (id: number) => Promise<void>;
  /** Told of a fault of the program. */
  readonly onFault: (error: unknown) => void;
}

/** Takes each webhook on through the log: finds what it is to be sent, and keeps how far it has come. */
export function createRouter(parts: RouterParts) {
  const { writes, moments, clock, head, endpoints, happen, wake, reload, onFault } = parts;
  let walking: Promise<void> | null = null;
  let isWanted = false;
  let isStopped = false;
  let isKeepDue = false;
  let keepAt: (() => void) | null = null;

  /** To be called whenever there may be a way to go. */
  function look(): void {
    isWanted = true;
    if (isStopped) return;
    walking ??= walk()
      .catch((error: unknown) => {
        onFault(error);
        later();
      })
      .finally(() => {
        walking = null;
        if (isWanted) wake();
      });
  }

  /** Takes each one step on: where there is more to go, there may be no time for it yet. */
  async function walk(): Promise<void> {
    isWanted = false;
    const going = movable(endpoints(), head(), clock.now());
    // Those that stand at one place go on together; whoever has been held up goes apart.
    const places = Map.groupBy(going, ({ webhook }) => webhook.position);
    for (const [place, group] of places) {
      if (isStopped) return;
      if (await step(place, group)) isWanted = true;
    }
    if (isKeepDue) await keep();
  }

  /** Whether they have come further. */
  async function step(place: number, group: readonly Endpoint[]): Promise<boolean> {
    const kinds = new Set<string>(group.flatMap(({ webhook }) => webhook.events));
    const isKind = ({ type }: RecordedEvent) => kinds.has(webhookEventOf(type) ?? "");
    const read = await moments.after(place, STRIDE, isKind);
    if (!read.ok) return later();
    const { to } = read.value;
    if (to === place) return false;
    const moves = group.map((endpoint) => moveOver(endpoint, read.value.moments, to));
    // Most events are nothing to most webhooks: only what is to be sent is worth a transaction.
    for (const { webhook: id, events, to: end } of moves) {
      if (events.length === 0) happen({ type: "passed", id, from: place, to: end });
    }
    keepLater();
    return await make(moves.filter(({ events }) => events.length > 0));
  }

  async function make(moves: readonly Move[]): Promise<boolean> {
    if (moves.length === 0) return true;
    const now = clock.now();
    const made = await writes.route(moves, now);
    if (!made.ok) return later();
    for (const [index, move] of moves.entries()) {
      if (made.value[index] === true) happen({ type: "moved", move, now });
      else await reload(move.webhook);
    }
    return true;
  }

  function keepLater(): void {
    keepAt ??= clock.at(clock.now() + KEEP_AFTER, () => {
      keepAt = null;
      isKeepDue = true;
      wake();
    });
  }

  /** Lets the store know how far those have come that had nothing to be sent. */
  async function keep(): Promise<void> {
    isKeepDue = false;
    const ahead = [...endpoints().values()].filter(({ webhook, kept }) => webhook.position > kept);
    await make(
      ahead.map(({ webhook, kept }) => ({
        webhook: webhook.id,
        from: kept,
        to: webhook.position,
        events: [],
      })),
    );
  }

  function later(): false {
    if (!isStopped) clock.at(clock.now() + AGAIN_AFTER, wake);
    return false;
  }

  async function stop(): Promise<void> {
    isStopped = true;
    keepAt?.();
    await walking;
    await keep();
  }

  return { look, stop };
}
