import "server-only";
import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Actor } from "../../domain/actor.ts";
import { fail, type Result } from "../../domain/problem.ts";
import type { WebhookAttempt } from "../../protocol/webhooks.ts";
import { reasonOf } from "../outbound/reason.ts";
import { RESOLVER } from "../outbound/resolver.ts";
import { Refusal } from "../store/refusal.ts";
import type { Store } from "../store/store.ts";
import type { KeptWebhook, Webhooks } from "../store/webhooks.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import type { Log } from "../telemetry/log.ts";
import type { Config } from "./config.ts";
import type { DeliveryData, DeliveryWrite, FromDelivery, ToDelivery } from "./delivery-thread.ts";

/** How long (ms) after its thread was lost the delivery begins anew. */
const AGAIN_AFTER = 5_000;
/** What the young objects of the thread may take (MiB); V8 would let them have 96 and keeps what it once had. */
const YOUNG_GENERATION = 16;

/** How much is pending and of that under way, and how many webhooks are paused. */
export interface DeliveryState {
  readonly pending: number;
  readonly underWay: number;
  readonly paused: number;
}

export interface DeliveryParts {
  readonly config: Pick<Config, "databaseFile" | "publicOrigin" | "webhookAllow" | "egressProxy">;
  readonly store: Pick<Store, "head" | "onCommit">;
  readonly webhooks: Webhooks;
  readonly log: Pick<Log, "error">;
  /** How long (ms) after its thread was lost it begins anew. */
  readonly againAfter?: number;
}

export type Delivery = Awaited<ReturnType<typeof startDelivery>>;

/** What the thread is asked, before it has its ticket. */
type Asked = ToDelivery extends infer Message
  ? Message extends { readonly type: "changed" | "test" | "state" | "stop" }
    ? Omit<Message, "ticket">
    : never
  : never;

/**
 * Sends to webhooks from a thread of its own, which is there from the first webhook on: neither who posts nor who
 * reads waits for what is sent, and what is read for that may scan.
 */
export async function startDelivery({
  config,
  store,
  webhooks,
  log,
  againAfter = AGAIN_AFTER,
}: DeliveryParts) {
  let thread: Thread | null = null;
  let isStopped = false;
  let lastState: DeliveryState = { pending: 0, underWay: 0, paused: 0 };

  async function startIfNeeded(): Promise<void> {
    if (thread !== null || isStopped || (await webhooks.all()).length === 0) return;
    const { epoch, seq: head } = store.head();
    const data: DeliveryData = {
      file: config.databaseFile,
      epoch,
      head,
      publicOrigin: config.publicOrigin?.href ?? null,
      allow: config.webhookAllow,
      proxy: config.egressProxy,
    };
    thread ??= startThread(data, { write, lost, log });
  }

  function write({ name, args }: DeliveryWrite): Promise<Result<unknown>> {
    const writeNamed = webhooks[name] as (...args: readonly unknown[]) => Promise<Result<unknown>>;
    return writeNamed(...args);
  }

  function lost(error: unknown): void {
    thread = null;
    if (isStopped) return;
    log.error({ err: error }, "the thread that sends to webhooks is lost, and begins anew");
    void beginAnew();
  }

  async function beginAnew(): Promise<void> {
    await setTimeout(againAfter, undefined, { ref: false });
    try {
      await startIfNeeded();
    } catch (error) {
      lost(error);
    }
  }

  /** To be called after a webhook was made, changed or removed, before that is answered. */
  async function changed(id: number): Promise<void> {
    // One that begins now reads it as it is.
    if (thread === null) await startIfNeeded();
    else await thread.ask({ type: "changed", id });
  }

  /** Sends one `tocsin.test`, the way of all requests. Whoever asks meanwhile gets the same attempt. */
  async function test(webhook: KeptWebhook, actor: Actor): Promise<Result<WebhookAttempt>> {
    await startIfNeeded();
    if (thread === null) return fail("stopping", "Nothing is sent any more.");
    return (await thread.ask({ type: "test", webhook, actor })) as Result<WebhookAttempt>;
  }

  async function state(): Promise<DeliveryState> {
    // A thread that has ended answers nobody.
    if (thread !== null && !isStopped)
      lastState = (await thread.ask({ type: "state" })) as DeliveryState;
    return lastState;
  }

  /** Begins nothing any more, and resolves when what is under way has ended. */
  async function stop(): Promise<void> {
    isStopped = true;
    await thread?.stop();
  }

  store.onCommit(({ to }) => thread?.say({ type: "head", seq: to }));
  await startIfNeeded();

  return { changed, test, state, stop };
}

interface ThreadParts {
  /** Does what the thread may not. */
  readonly write: (write: DeliveryWrite) => Promise<Result<unknown>>;
  /** Called once, when the thread is no more. */
  readonly lost: (error: unknown) => void;
  readonly log: Pick<Log, "error">;
}

type Thread = ReturnType<typeof startThread>;

function startThread(data: DeliveryData, { write, lost, log }: ThreadParts) {
  const worker = new Worker(threadUrl(), {
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION },
  });
  const asking = new Map<number, PromiseWithResolvers<unknown>>();
  let ticket = 0;
  let end: unknown = new Error("The thread that sends to webhooks has ended.");
  let stopped: Promise<void> | null = null;
  worker.on("message", (message: FromDelivery) => hear(message));
  worker.on("error", (error) => (end = error));
  worker.on("exit", () => {
    for (const { reject } of asking.values()) reject(end);
    asking.clear();
    lost(end);
  });

  function hear(message: FromDelivery): void {
    switch (message.type) {
      case "answer":
        return taken(message.ticket)?.resolve(message.answer);
      case "refused":
        return taken(message.ticket)?.reject(new Refusal(message));
      case "unanswered":
        return taken(message.ticket)?.reject(message.error);
      case "write":
        write(message.write).then(
          (result) => say({ type: "written", ticket: message.ticket, result }),
          (error: unknown) => say({ type: "unwritten", ticket: message.ticket, error }),
        );
        return;
      case "look-up":
        void lookUp(message.ticket, message.name);
        return;
      case "attempt":
        return publishFact(CHANNELS.webhook, { outcome: message.outcome, ms: message.ms });
      case "unreadable":
        return log.error({ cause: message.cause }, "the store refused to be read");
      case "fault":
        return log.error({ err: message.error }, "a webhook could not be sent to");
      default:
        message satisfies never;
    }
  }

  async function lookUp(of: number, name: string): Promise<void> {
    const addresses = await RESOLVER.resolve(name).catch(reasonOf);
    say({ type: "looked-up", ticket: of, addresses });
  }

  function taken(of: number): PromiseWithResolvers<unknown> | undefined {
    const asker = asking.get(of);
    asking.delete(of);
    return asker;
  }

  function say(message: ToDelivery): void {
    worker.postMessage(message);
  }

  function ask(asked: Asked): Promise<unknown> {
    const asker = Promise.withResolvers<unknown>();
    ticket += 1;
    asking.set(ticket, asker);
    say({ ...asked, ticket });
    return asker.promise;
  }

  function stop(): Promise<void> {
    // Where it is no more, nothing is under way.
    stopped ??= ask({ type: "stop" }).then(
      async () => void (await worker.terminate()),
      () => {},
    );
    return stopped;
  }

  return { say, ask, stop };
}

/** It lies beside this file as source, beside the built server as an entry. */
function threadUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./delivery-thread.${extension}`, import.meta.url);
}
