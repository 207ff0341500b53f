import "server-only";
import type { Actor } from "../../domain/actor.ts";
import { fail, type Result } from "../../domain/problem.ts";
import type { WebhookAttempt } from "../../protocol/webhooks.ts";
import { CLOCK } from "../outbound/clock.ts";
import type { DeliveryWrites } from "../store/deliveries.ts";
import { ALWAYS_HELD, type Duty } from "../store/duty.ts";
import type { Store } from "../store/store.ts";
import type { KeptWebhook, NewAttempt, Webhooks } from "../store/webhooks.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import type { Log } from "../telemetry/log.ts";
import type { Config } from "./config.ts";
import type { DeliveryAsked, DeliveryData } from "./delivery-thread.ts";
import { ownThread } from "./own-thread.ts";
import { spaced } from "./spaced.ts";

/** What the young objects of the thread may take (MiB); V8 would let them have 96 and keeps what it once had. */
const YOUNG_GENERATION = 16;
/**
 * How long (ms) after it was told of a commit the thread is told of those since. Each time it wakes, reads the log and
 * writes how far it has come costs whoever posts, and costs the same for one event as for many.
 */
const TOLD_EVERY = 20;

/** How much is pending and of that under way, and how many webhooks are paused. */
export interface DeliveryState {
  readonly pending: number;
  readonly underWay: number;
  readonly paused: number;
}

export interface DeliveryParts {
  readonly config: Pick<Config, "database" | "publicOrigin" | "webhookAllow" | "egressProxy">;
  readonly store: Pick<Store, "head" | "onCommit">;
  readonly webhooks: Webhooks;
  readonly duty?: Duty;
  readonly log: Pick<Log, "error">;
  /** How long (ms) after its thread was lost it begins anew. */
  readonly againAfter?: number;
}

export type Delivery = Awaited<ReturnType<typeof startDelivery>>;

/**
 * Sends to webhooks from a thread of its own, which is there from the first webhook on: neither who posts nor who
 * reads waits for what is sent, and what is read for that may scan. A node that is not on duty only sends tests.
 */
export async function startDelivery({
  config,
  store,
  webhooks,
  duty = ALWAYS_HELD,
  log,
  againAfter,
}: DeliveryParts) {
  const thread = ownThread<DeliveryAsked, DeliveryWrites, DeliveryState>({
    entry: "delivery-thread",
    task: "sends to webhooks",
    fault: "a webhook could not be sent to",
    isNeeded: async () => duty.isHeld() && (await webhooks.all()).length > 0,
    data,
    writes: telling(webhooks),
    noState: { pending: 0, underWay: 0, paused: 0 },
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION },
    log,
    againAfter,
  });

  function data(): DeliveryData {
    const { epoch, seq: head } = store.head();
    return {
      database: config.database,
      isOnDuty: duty.isHeld(),
      epoch,
      head,
      publicOrigin: config.publicOrigin?.href ?? null,
      allow: config.webhookAllow,
      proxy: config.egressProxy,
    };
  }

  /** To be called after a webhook was made, changed or removed, here before that is answered. */
  async function changed(id: number): Promise<void> {
    // One that begins now reads it as it is.
    if (!thread.isRunning()) return thread.startIfNeeded();
    try {
      await thread.ask({ type: "changed", id });
    } catch (error) {
      // So does the one that follows where this one was lost: what was changed is kept.
      if (thread.isRunning()) throw error;
    }
  }

  /** Sends one `tocsin.test`, the way of all requests. Whoever asks meanwhile gets the same attempt. */
  async function test(webhook: KeptWebhook, actor: Actor): Promise<Result<WebhookAttempt>> {
    await thread.start();
    const asked = thread.ask({ type: "test", webhook, actor });
    if (asked === null) return fail("stopping", "Nothing is sent any more.");
    return (await asked) as Result<WebhookAttempt>;
  }

  store.onCommit(
    spaced(() => thread.say({ type: "head", seq: store.head().seq }), TOLD_EVERY, CLOCK),
  );
  duty.onChanged(thread.renew);
  await thread.startIfNeeded();

  return { changed, test, renew: thread.renew, state: thread.state, stop: thread.stop };
}

/** The same writes, of whose attempts telemetry hears once they are kept: the thread need not say them twice. */
function telling(webhooks: Webhooks): DeliveryWrites {
  const tell = ({ outcome, ms }: NewAttempt) => publishFact(CHANNELS.webhook, { outcome, ms });
  return {
    route: webhooks.route,
    drop: webhooks.drop,
    async settle(settlements) {
      const settled = await webhooks.settle(settlements);
      if (settled.ok) for (const { attempt } of settlements) tell(attempt);
      return settled;
    },
    async note(id, attempt) {
      const noted = await webhooks.note(id, attempt);
      if (noted.ok) tell(attempt);
      return noted;
    },
  };
}
