import "server-only";
import type { RecordedEvent } from "../../domain/event.ts";
import { webhookEventOf } from "../../protocol/webhook-event.ts";
import type { Webhooks } from "../store/webhooks.ts";
import type { Clock } from "./clock.ts";
import { type Endpoint, type Endpoints, type Happening, movable, moveOver } from "./endpoints.ts";
import type { createMoments } from "./moments.ts";

/** Events that are looked at in one go. */
const STRIDE = 200;
/** How long (ms) it waits before it tries again what the store could not do. */
const AGAIN_AFTER = 1_000;

export interface RouterParts {
  readonly webhooks: Pick<Webhooks, "route">;
  readonly moments: ReturnType<typeof createMoments>;
  readonly clock: Clock;
  /** The last event that there is. */
  readonly head: () => number;
  readonly endpoints: () => Endpoints;
  readonly happen: (happening: Happening) => void;
  /** Told of a fault of the program. */
  readonly onFault: (error: unknown) => void;
}

/** Takes each webhook on through the log: finds what it is to be sent, and keeps how far it has come. */
export function createRouter(parts: RouterParts) {
  const { webhooks, moments, clock, head, endpoints, happen, onFault } = parts;
  let walking: Promise<void> | null = null;
  let isWanted = false;
  let isStopped = false;

  /** To be called whenever there may be a way to go. */
  function wake(): void {
    isWanted = true;
    walking ??= walk()
      .catch((error: unknown) => {
        onFault(error);
        later();
      })
      .finally(() => {
        walking = null;
        if (isWanted && !isStopped) wake();
      });
  }

  async function walk(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      const going = movable(endpoints(), head());
      // Those that stand at one place go on together; whoever has been held up goes apart.
      const places = Map.groupBy(going, ({ webhook }) => webhook.position);
      for (const [place, group] of places) {
        if (isStopped) return;
        if (await step(place, group)) isWanted = true;
      }
    }
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
    const now = clock.now();
    const made = await webhooks.route(moves, now);
    if (!made.ok) return later();
    for (const [index, move] of moves.entries()) {
      if (made.value[index] === true) happen({ type: "moved", move, now });
    }
    return true;
  }

  function later(): false {
    if (!isStopped) clock.at(clock.now() + AGAIN_AFTER, wake);
    return false;
  }

  async function stop(): Promise<void> {
    isStopped = true;
    await walking;
  }

  return { wake, stop };
}
