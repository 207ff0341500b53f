import type { Actor } from "../../domain/actor.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import type { WebhookAttempt } from "../../protocol/webhooks.ts";
import type { Guard } from "../outbound/guard.ts";
import type { DeliveryReads, DeliveryWrites } from "../store/deliveries.ts";
import type { Course, KeptWebhook } from "../store/webhooks.ts";
import type { Clock } from "../outbound/clock.ts";
import { type Endpoints, happen as after, type Happening } from "./endpoints.ts";
import { type Teller, testMessage } from "./preset/message.ts";
import { createRouter } from "./router.ts";
import { createSender, keptOf } from "./sender.ts";

/** So often a webhook is read at most: to one that is busy something always happens, and then it may be sent something twice. */
const MOST_READS = 5;

export interface DeliveryParts {
  readonly reads: DeliveryReads;
  readonly writes: DeliveryWrites;
  /** Whether it sends to all webhooks; else it only tries out, since another node sends. */
  readonly isOnDuty?: boolean;
  /** The last event that there is. */
  readonly head: () => number;
  readonly guard: Pick<Guard, "send">;
  readonly teller: Teller;
  readonly clock: Clock;
  /** How long (ms) to do nothing before more is begun; 0 where that may be at once. */
  readonly rest: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Names a test apart from others. */
  readonly nonce: () => string;
  /** Told of a fault of the program. */
  readonly onFault: (error: unknown) => void;
}

export type Delivery = Awaited<ReturnType<typeof openDelivery>>;

/** Sends to each webhook what it wants to be told, from now on until it is stopped. */
export async function openDelivery(parts: DeliveryParts) {
  const { reads, writes, head, guard, teller, clock, rest, random, nonce, onFault } = parts;
  const { isOnDuty = true } = parts;
  let endpoints: Endpoints = new Map();
  const testing = new Map<number, Promise<Result<WebhookAttempt>>>();
  let stopped: Promise<void> | null = null;

  function happen(happening: Happening): void {
    endpoints = after(endpoints, happening);
    if (happening.type !== "began" && happening.type !== "passed") wake();
  }

  const shared = { writes, clock, endpoints: () => endpoints, happen, wake, onFault };
  const router = createRouter({ ...shared, moments: reads.moments, head, reload: changed });
  const sender = createSender({ ...shared, reads, guard, random, teller, head });

  let isAwake = false;
  /** To be called after each commit. Looks once for all that happens at one time, when there is time for it. */
  function wake(): void {
    if (isAwake) return;
    isAwake = true;
    look();
  }

  function look(): void {
    const time = rest();
    if (time > 0) clock.at(clock.now() + time, look);
    else setImmediate(work);
  }

  function work(): void {
    isAwake = false;
    sender.look();
    router.look();
  }

  /** To be called after a webhook was made, changed or removed, before that is answered. */
  async function changed(id: number): Promise<void> {
    if (!isOnDuty) return;
    const course = await courseOf(id);
    happen(course === null ? { type: "removed", id } : { type: "loaded", ...course });
  }

  /** As the store has it once nothing ended meanwhile: what was taken while it was read would be sent again. */
  async function courseOf(id: number): Promise<Course | null> {
    for (let left = MOST_READS; ; left -= 1) {
      const before = endpoints.get(id)?.pending;
      const course = await reads.course(id);
      if (left === 1 || endpoints.get(id)?.pending === before) return course;
    }
  }

  /** Sends one `tocsin.test`, the way of all requests. Whoever asks meanwhile gets the same attempt. */
  function test(webhook: KeptWebhook, actor: Actor): Promise<Result<WebhookAttempt>> {
    const underWay = testing.get(webhook.id);
    if (underWay !== undefined) return underWay;
    const tested = tryOut(webhook, actor).finally(() => testing.delete(webhook.id));
    testing.set(webhook.id, tested);
    return tested;
  }

  async function tryOut(webhook: KeptWebhook, actor: Actor): Promise<Result<WebhookAttempt>> {
    const at = clock.now();
    const message = testMessage(teller, nonce(), actor, new Date(at).toISOString());
    const attempt = await sender.attemptAt(webhook, message);
    if (attempt === null) return fail("webhook-not-found", `There is no webhook ${webhook.id}.`);
    const told = { eventSeq: null, alertId: null, attempt: 1, type: message.type, at };
    const kept = await writes.note(webhook.id, keptOf(attempt, told));
    if (!kept.ok) return kept;
    return kept.value === null
      ? fail("webhook-not-found", `There is no webhook ${webhook.id}.`)
      : ok(kept.value);
  }

  /** Begins nothing any more, and resolves when what is under way has ended. */
  function stop(): Promise<void> {
    stopped ??= end();
    return stopped;
  }

  async function end(): Promise<void> {
    await Promise.all([router.stop(), sender.stop(), ...testing.values()]);
    await reads.close();
  }

  /** How much is pending and of that under way, and how many webhooks are paused. */
  function state() {
    const all = [...endpoints.values()];
    return {
      pending: all.reduce((sum, { pending }) => sum + pending.length, 0),
      underWay: all.reduce((sum, { underWay }) => sum + underWay.size, 0),
      paused: all.filter(({ webhook }) => webhook.health.paused !== null).length,
    };
  }

  for (const webhook of await reads.all()) await changed(webhook.id);

  return { wake, changed, test, stop, state };
}
