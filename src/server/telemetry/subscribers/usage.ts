import "server-only";
import { CHANNELS } from "../channel.ts";
import type { Source } from "./reporter.ts";
import type { Subscriber } from "./subscriber.ts";
import { newCounts, powerOfTen } from "./usage-property.ts";

/** How large things are: told as powers of ten. */
export interface Sizes {
  readonly events: number;
  readonly bytes: number;
  readonly subscriptions: number;
}

export interface UsageParts {
  readonly subscriber: Subscriber;
  readonly measure: () => Promise<Sizes>;
  /** Puts an event into the form in which it is sent; `at` in ms since 1970. */
  readonly eventOf: (
    name: string,
    properties: Readonly<Record<string, unknown>>,
    at: number,
  ) => string;
  readonly surroundings: {
    readonly version: string;
    readonly platform: string;
    /** The first number of Node's version. */
    readonly node: number;
  };
  /** In ms since 1970. */
  readonly now: () => number;
}

/**
 * How Tocsin is used, counted between one report and the next: there is never an event for an alert, and of what was
 * not used nothing is told.
 */
export function createUsage({
  subscriber,
  measure,
  eventOf,
  surroundings,
  now,
}: UsageParts): Source {
  const { on } = subscriber;
  const happened: string[] = [];
  let counts = newCounts();
  let since = now();

  /** What is not in the list is not counted. */
  function count(field: string): void {
    const before = counts.get(field);
    if (before !== undefined) counts.set(field, before + 1);
  }

  on(CHANNELS.lifecycle, ({ type, ms }) => {
    const seconds = Math.round(ms / 1000);
    const name = type === "started" ? "tocsin started" : "tocsin stopping";
    happened.push(eventOf(name, { ...surroundings, seconds }, now()));
  });
  on(CHANNELS.report, ({ outcome }) => count(`alerts_${outcome}`));
  on(CHANNELS.action, ({ action, outcome }) =>
    count(outcome === "done" ? `actions_${action.toLowerCase()}` : "actions_rejected"),
  );
  on(CHANNELS.page, ({ place, searched, outcome }) => {
    if (outcome === "refused") return;
    count(`pages_${place}`);
    if (searched) count("searches");
  });
  on(CHANNELS.socket, ({ type }) => {
    if (type === "opened") count("sockets_opened");
  });
  on(CHANNELS.signIn, ({ outcome }) =>
    count(outcome === "signed-in" ? "sign_ins_succeeded" : "sign_ins_failed"),
  );
  on(CHANNELS.webhook, ({ outcome }) => count(`webhooks_${outcome}`));

  async function collect(): Promise<readonly string[]> {
    const sizes = await measure();
    // At once, lest something happens between what is told and what is forgotten.
    const events = eventsWith(sizes);
    happened.length = 0;
    counts = newCounts();
    since = now();
    return events;
  }

  async function peek(): Promise<readonly string[]> {
    return eventsWith(await measure());
  }

  function eventsWith(sizes: Sizes): readonly string[] {
    const used = [...counts].filter(([, times]) => times > 0);
    return used.length === 0 ? [...happened] : [...happened, usageOf(used, sizes)];
  }

  function usageOf(used: readonly (readonly [string, number])[], sizes: Sizes): string {
    const properties = {
      ...surroundings,
      ...Object.fromEntries(used),
      size_events: powerOfTen(sizes.events),
      size_bytes: powerOfTen(sizes.bytes),
      size_subscriptions: powerOfTen(sizes.subscriptions),
      seconds: Math.round((now() - since) / 1000),
    };
    return eventOf("tocsin usage", properties, now());
  }

  const noteOf = (dropped: number) =>
    eventOf("tocsin dropped", { ...surroundings, dropped }, now());

  return { collect, peek, noteOf, stop: subscriber.stop };
}
