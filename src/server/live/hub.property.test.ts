import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Alert } from "../../domain/alert.ts";
import { anAlert, arbitraryAlert, arbitraryFilter } from "../../domain/alert.arbitrary.ts";
import { type Filter, readFilter } from "../../domain/filter.ts";
import { createHub, type Hub } from "./hub.ts";
import type { Rooms } from "./limits.ts";
import { Client, CLOCKS, Log } from "./hub.model.ts";
import type { Commit } from "../store/store.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const RUNS = process.env["THOROUGH"] === "1" ? 50_000 : 1_500;
const CLIENTS = 4;

type Step =
  | { readonly type: "write"; readonly alerts: Alert[] }
  /** Some are removed for good. */
  | { readonly type: "forget"; readonly ids: number[] }
  /** The oldest of that is told no more. */
  | { readonly type: "cut" }
  /** The hub hears of the oldest commit it has not heard of: readers saw it before. */
  | { readonly type: "publish" }
  /** It never hears of those: another process wrote them. */
  | { readonly type: "lose" }
  | { readonly type: "beat" }
  | { readonly type: "wait"; readonly time: number }
  /** From now on, the log answers after so long. */
  | { readonly type: "slow"; readonly time: number }
  /** From now on, it takes so long to send anyone a frame. */
  | { readonly type: "tedious"; readonly time: number }
  | { readonly type: "read"; readonly who: number; readonly which: number }
  | { readonly type: "subscribe" | "hangUp" | "stall" | "drain" | "fill"; readonly who: number };

const WORDS = ["subscribe", "subscribe", "hangUp", "stall", "drain", "fill"] as const;
/** One that is nearly full takes a frame or two. */
const UNREAD = { stall: 2_000_000, fill: 1_048_400, drain: 0 };

const alert = fc
  .tuple(arbitraryAlert, fc.integer({ min: 1, max: 6 }))
  .map(([fields, id]) => ({ ...fields, id }));
const alerts = fc.array(alert, { minLength: 1, maxLength: 3 });
const who = fc.nat({ max: CLIENTS - 1 });
const which = fc.nat({ max: 1 });
const time = fc.constantFrom(0, 10, 49, 50, 51, 200);

/** Small ones, so that frames are cut and the tail forgets. */
const room = fc.record({
  rows: fc.integer({ min: 1, max: 4 }),
  bytes: fc.constantFrom(1, 800, 9e9),
});
const rooms = fc.record({ frame: room, tail: room });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant("write"), alerts }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("forget"),
      ids: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("cut") }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constantFrom("publish", "publish", "publish", "lose", "beat"),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("wait"), time }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom("slow", "tedious"), time }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("read"), who, which }) },
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constantFrom(...WORDS), who }),
  },
);

/** A hub, the log it tells of, and clients that each look through one of the filters. */
class World {
  readonly log = new Log();
  readonly hub: Hub;
  readonly clients: readonly Client[];
  #unpublished: Commit[] = [];
  readonly #filters: readonly Filter[];

  constructor(filters: readonly Filter[], rooms: Rooms) {
    this.hub = createHub(this.log, CLOCKS, rooms);
    this.clients = Array.from({ length: CLIENTS }, () => new Client(this.hub));
    this.#filters = filters;
    for (const [who, client] of this.clients.entries())
      client.read(this.log, this.#filter(who % 2));
  }

  async do(step: Step): Promise<void> {
    switch (step.type) {
      case "write":
        this.#unpublished.push(this.log.commit(step.alerts));
        return;
      case "forget":
        this.#unpublished.push(this.log.forget(step.ids));
        return;
      case "cut":
        return this.log.cut();
      case "publish":
        this.#publish();
        return;
      case "lose":
        this.#unpublished = [];
        return;
      case "beat":
        return this.hub.beat();
      case "wait":
        await vi.advanceTimersByTimeAsync(step.time);
        return;
      case "slow":
        this.log.latency = step.time;
        return;
      case "tedious":
        for (const client of this.clients) client.takes = step.time;
        return;
      case "read":
        this.clients[step.who]?.read(this.log, this.#filter(step.which));
        return;
      case "stall":
      case "fill":
      case "drain":
        for (const client of this.clients.slice(step.who, step.who + 1)) {
          client.unread = UNREAD[step.type];
        }
        return;
      case "subscribe":
      case "hangUp":
        this.clients[step.who]?.[step.type]();
        return;
      default:
        step satisfies never;
    }
  }

  #filter(which: number): Filter {
    return this.#filters[which] ?? readFilter({});
  }

  #publish(): void {
    const commit = this.#unpublished.shift();
    if (commit !== undefined) this.hub.publish(commit);
  }

  /** Everyone listens, all is published, and nothing more happens. */
  async settle(): Promise<void> {
    await this.do({ type: "write", alerts: [anAlert({ id: 100 })] });
    while (this.#unpublished.length > 0) this.#publish();
    for (const client of this.clients) {
      client.unread = 0;
      if (!client.isSubscribed) client.subscribe();
    }
    // Each place that somebody stands at may take a read for each of its rows, of 200 ms each.
    await vi.advanceTimersByTimeAsync(30_000);
    for (const client of this.clients.filter(({ wasReset }) => wasReset !== null)) {
      // Nobody else is sent away.
      expect(this.log.isCut).toBe(true);
      client.read(this.log, client.filter).subscribe();
    }
    await vi.advanceTimersByTimeAsync(30_000);
  }
}

test(
  "whenever they come and however slowly they read, all see what a fresh page shows",
  // To end what hangs, not to measure.
  { timeout: RUNS * 100 },
  async () => {
    const filter = arbitraryFilter.map(readFilter);
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(filter, filter),
        rooms,
        fc.array(step, { maxLength: 100, size: "max" }),
        async (filters, rooms, steps) => {
          vi.clearAllTimers();
          const world = new World(filters, rooms);
          for (const step of steps) await world.do(step);
          await world.settle();
          for (const client of world.clients) {
            expect(client.rows).toEqual(world.log.rows(client.filter));
          }
          world.hub.stop();
          expect(vi.getTimerCount()).toBe(0);
        },
      ),
      { numRuns: RUNS },
    );
  },
);
