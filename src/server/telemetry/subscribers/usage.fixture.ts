import { onTestFinished } from "vitest";
import { createEventOf } from "./posthog.ts";
import { createSubscriber } from "./subscriber.ts";
import { createUsage } from "./usage.ts";

export const INSTANCE = "0b0e7f0a-1111-4222-8333-944455556666";

/** An event as it is sent. */
export interface Sent {
  readonly event: string;
  readonly distinct_id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly timestamp: string;
  readonly uuid: string;
}

/** How Tocsin is used, until the test ends. Ids are numbered. */
export function usage(
  now: () => number,
  sizes = { events: 1234, bytes: 70_000, subscriptions: 0 },
) {
  // What is told may be nonsense, which is nobody's trouble.
  const subscriber = createSubscriber("posthog", { log: { error: () => {} }, now });
  let ids = 0;
  const source = createUsage({
    subscriber,
    measure: async () => sizes,
    eventOf: createEventOf(INSTANCE, () => `id-${(ids += 1)}`),
    surroundings: { version: "0.1.0", platform: "linux", node: 26 },
    now,
  });
  onTestFinished(source.stop);
  const read = (events: readonly string[]) => events.map((event) => JSON.parse(event) as Sent);
  return { source, collect: async () => read(await source.collect()), read };
}
