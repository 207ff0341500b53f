import type { FactChannel } from "../channel.ts";
import type { Log } from "../log.ts";

/** Time (ms) in which it is logged once that a subscriber fails. */
const ONCE_IN = 60_000;

export interface SubscriberParts {
  readonly log: Pick<Log, "error">;
  /** A clock that only goes forwards (ms). */
  readonly now: () => number;
}

export type Subscriber = ReturnType<typeof createSubscriber>;

/**
 * Listens to channels under a name. What it does with a fact runs amid the request that led to it: it must be
 * short, and where it throws, the request does not hear of it, and the log does, once a minute.
 */
export function createSubscriber(name: string, { log, now }: SubscriberParts) {
  const ends: (() => void)[] = [];
  let toldAt = -Infinity;

  function on<Fact>(channel: FactChannel<Fact>, handle: (fact: Fact) => void): void {
    // Only `publishFact` puts anything on a channel of ours.
    const hear = (fact: unknown) => {
      try {
        handle(fact as Fact);
      } catch (error) {
        complain(error);
      }
    };
    channel.subscribe(hear);
    ends.push(() => channel.unsubscribe(hear));
  }

  function complain(error: unknown): void {
    if (now() - toldAt < ONCE_IN) return;
    toldAt = now();
    log.error({ err: error, subscriber: name }, "a subscriber failed");
  }

  /** Hears of nothing any more. */
  function stop(): void {
    for (const end of ends.splice(0)) end();
  }

  return { on, stop };
}
