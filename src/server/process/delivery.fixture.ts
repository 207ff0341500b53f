import { setImmediate } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { Command } from "../../domain/command.ts";
import type { Result } from "../../domain/problem.ts";
import { WEBHOOK_EVENTS } from "../../protocol/webhook-event.ts";
import type { Guard } from "../outbound/guard.ts";
import { scratchDatabase } from "../store/sqlite/file/scratch.fixture.ts";
import type { By } from "../store/people.ts";
import type { Course, KeptWebhook, Webhooks } from "../store/webhooks.ts";
import type { Clock } from "../outbound/clock.ts";
import { type Delivery, openDelivery } from "../webhooks/delivery.ts";
import { type FileOptions, openEngine } from "./engine.fixture.ts";

const BEGUN = Date.parse("2026-11-26T12:00:00.000Z");

/** A clock that stands still until the test moves it. */
export function standingClock(begun = BEGUN) {
  let now = begun;
  const timers = new Set<{ readonly time: number; readonly call: () => void }>();
  const clock: Clock = {
    now: () => now,
    at(time, call) {
      const timer = { time, call };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };

  function advanceTo(time: number): void {
    now = Math.max(now, time);
    const due = [...timers].filter((timer) => timer.time <= now);
    for (const timer of due) timers.delete(timer);
    for (const { call } of due.sort((a, b) => a.time - b.time)) call();
  }

  /** Moves it to the next time at which something is to happen, if there is one. */
  function advance(): void {
    const times = [...timers].map(({ time }) => time);
    if (times.length > 0) advanceTo(Math.min(...times));
  }

  /** Whether anything is to happen at some time. */
  const isWaiting = () => timers.size > 0;

  return { clock, now: () => now, advanceTo, advance, isWaiting };
}

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.detail);
  return result.value;
}

interface RigOptions extends FileOptions {
  readonly file?: string;
  /** Of a database that is used in its place. */
  readonly url?: string | null;
  /** What each webhook that was read waits for before it is there, as if it came from afar. */
  readonly courseAfter?: () => Promise<void>;
}

export const BY: By = { actor: "operator", address: null };

/** A webhook that is told of everything. */
export function newWebhook(url: string, now: number): Parameters<Webhooks["add"]>[0] {
  return {
    name: url,
    host: new URL(url).host,
    preset: "standard",
    filter: {},
    events: WEBHOOK_EVENTS,
    template: null,
    isEnabled: true,
    url,
    headers: {},
    secret: "whsec_AAAA",
    now,
  };
}

/** A store and what sends from it, with a clock that stands still, for the time of a test. */
export async function openRig(
  guard: Pick<Guard, "send">,
  { file = scratchDatabase(), url = null, courseAfter, ...options }: RigOptions = {},
) {
  const { store, deliveryReads } = await openEngine(file, url, options);
  const time = standingClock();
  const faults: unknown[] = [];
  const { epoch } = store.head();

  function open(): Promise<Delivery> {
    const reads = deliveryReads();
    async function course(id: number): Promise<Course | null> {
      const read = await reads.course(id);
      await courseAfter?.();
      return read;
    }
    return openDelivery({
      reads: { ...reads, course },
      writes: store.webhooks,
      head: () => store.head().seq,
      guard,
      teller: { epoch, publicOrigin: null },
      clock: time.clock,
      rest: () => 0,
      random: () => 0.5,
      nonce: () => "1",
      onFault: (error) => faults.push(error),
    });
  }

  let delivery = await open();
  store.onCommit(() => delivery.wake());
  const moments = deliveryReads();
  let closed: Promise<void> | null = null;
  /** At the end of the test, where that comes first. */
  const close = () => (closed ??= end());
  onTestFinished(close);

  async function add(
    url: string,
    fields: Partial<Parameters<Webhooks["add"]>[0]> = {},
  ): Promise<KeptWebhook> {
    const added = await store.webhooks.add({ ...newWebhook(url, time.now()), ...fields }, BY);
    const { id } = valueOf(added);
    await delivery.changed(id);
    return course(id).then(({ webhook }) => webhook);
  }

  /** As a call of the API does it: a change, once whoever sends knows of it. */
  async function change<T>(
    id: number,
    change: (webhooks: Webhooks) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const changed = await change(store.webhooks);
    if (changed.ok) await delivery.changed(id);
    return changed;
  }

  async function course(id: number): Promise<Course> {
    const found = await store.webhooks.course(id);
    if (found === null) throw new Error(`There is no webhook ${id}.`);
    return found;
  }

  /** As after a stop and a start. */
  async function restart(): Promise<void> {
    await stop();
    delivery = await open();
  }

  async function end(): Promise<void> {
    await stop();
    await moments.close();
    await store.close();
    if (faults.length > 0) throw new Error("There were faults.", { cause: faults[0] });
  }

  /** Waits for nothing that is under way: the time for which it may be passes at once. */
  async function stop(): Promise<void> {
    const stopped = delivery.stop();
    time.advanceTo(time.now() + 2_000);
    await stopped;
  }

  /** Lets time pass, as fast as it may, until that is so. */
  async function passUntil(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      time.advance();
      await setImmediate();
    }
  }

  return {
    store,
    moments: moments.moments,
    time,
    file,
    add,
    change,
    course,
    restart,
    close,
    passUntil,
    delivery: () => delivery,
    execute: async (...commands: Command[]) => valueOf(await store.execute(commands, null)),
    attempts: (id: number) => store.webhooks.attempts(id, null, 100, time.now()),
  };
}
