import { randomUUID } from "node:crypto";
import os from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import type { Actor } from "../../domain/actor.ts";
import type { Problem, Result } from "../../domain/problem.ts";
import type { AllowedAddress } from "../outbound/allow-list.ts";
import type { EgressProxy } from "../outbound/egress-proxy.ts";
import type { Attempt } from "../outbound/attempt.ts";
import { createGuard } from "../outbound/guard.ts";
import { Fault, type Reason } from "../outbound/reason.ts";
import type { DeliveryWrites } from "../store/deliveries.ts";
import { Refusal } from "../store/refusal.ts";
import type { KeptWebhook } from "../store/webhooks.ts";
import { openDeliveryReads } from "../store/sqlite/delivery-reads.ts";
import { CLOCK } from "../outbound/clock.ts";
import { openDelivery } from "../webhooks/delivery.ts";

/** What the thread begins with. */
export interface DeliveryData {
  readonly file: string;
  readonly epoch: string;
  readonly head: number;
  readonly publicOrigin: string | null;
  readonly allow: readonly AllowedAddress[];
  readonly proxy: EgressProxy | null;
}

/** What the server asks of the thread; each ticket is answered once. */
export type ToDelivery =
  | { readonly type: "head"; readonly seq: number }
  | { readonly type: "written"; readonly ticket: number; readonly result: Result<unknown> }
  | { readonly type: "unwritten"; readonly ticket: number; readonly error: unknown }
  | {
      readonly type: "looked-up";
      readonly ticket: number;
      readonly addresses: readonly string[] | Reason;
    }
  | { readonly type: "changed"; readonly ticket: number; readonly id: number }
  | {
      readonly type: "test";
      readonly ticket: number;
      readonly webhook: KeptWebhook;
      readonly actor: Actor;
    }
  | { readonly type: "state"; readonly ticket: number }
  | { readonly type: "stop"; readonly ticket: number };

export type FromDelivery =
  | { readonly type: "answer"; readonly ticket: number; readonly answer: unknown }
  | {
      readonly type: "refused";
      readonly ticket: number;
      readonly problem: Problem;
      readonly cause: string;
    }
  | { readonly type: "unanswered"; readonly ticket: number; readonly error: unknown }
  | { readonly type: "write"; readonly ticket: number; readonly write: DeliveryWrite }
  | { readonly type: "look-up"; readonly ticket: number; readonly name: string }
  | { readonly type: "attempt"; readonly outcome: Attempt["outcome"]; readonly ms: number }
  | { readonly type: "unreadable"; readonly cause: string }
  | { readonly type: "fault"; readonly error: unknown };

/** A write as it is asked of the server, which does it. */
export type DeliveryWrite = {
  readonly [Name in keyof DeliveryWrites]: {
    readonly name: Name;
    readonly args: Parameters<DeliveryWrites[Name]>;
  };
}[keyof DeliveryWrites];

/**
 * How much less than the server this thread is worth to the system, where both want the processor: whoever posts
 * waits for nobody's webhook. About a twentieth of a processor is left to it.
 */
const NICENESS = 10;

const port = parentPort;
if (port === null) throw new Error("The delivery runs as a thread only.");
// Linux alone takes the thread for what is meant; elsewhere it would be the whole server.
if (process.platform === "linux") os.setPriority(NICENESS);

const { file, epoch, publicOrigin, allow, proxy, ...begun } = workerData as DeliveryData;
let head = begun.head;
const writing = new Map<number, PromiseWithResolvers<Result<never>>>();
const lookingUp = new Map<number, PromiseWithResolvers<readonly string[]>>();
let ticket = 0;

const delivery = await openDelivery({
  reads: openDeliveryReads(file, (cause) => say({ type: "unreadable", cause })),
  writes: {
    route: (...args) => write({ name: "route", args }),
    settle: (...args) => write({ name: "settle", args }),
    drop: (...args) => write({ name: "drop", args }),
    note: (...args) => write({ name: "note", args }),
  },
  head: () => head,
  guard: createGuard({ allow, proxy, look }),
  teller: { epoch, publicOrigin: publicOrigin === null ? null : new URL(publicOrigin) },
  clock: CLOCK,
  random: Math.random,
  nonce: randomUUID,
  onAttempt: (_, { outcome, ms }) => say({ type: "attempt", outcome, ms }),
  onFault: (error) => say({ type: "fault", error }),
});
port.on("message", (message: ToDelivery) => void hear(message));

async function hear(message: ToDelivery): Promise<void> {
  switch (message.type) {
    case "head":
      head = message.seq;
      delivery.wake();
      return;
    case "written":
      writing.get(message.ticket)?.resolve(message.result as Result<never>);
      writing.delete(message.ticket);
      return;
    case "unwritten":
      writing.get(message.ticket)?.reject(message.error);
      writing.delete(message.ticket);
      return;
    case "looked-up":
      lookedUp(message.ticket, message.addresses);
      return;
    case "changed":
      return answer(message.ticket, delivery.changed(message.id));
    case "test":
      return answer(message.ticket, delivery.test(message.webhook, message.actor));
    case "state":
      return answer(message.ticket, delivery.state());
    case "stop":
      return answer(message.ticket, delivery.stop());
    default:
      message satisfies never;
  }
}

async function answer(of: number, answered: unknown): Promise<void> {
  try {
    say({ type: "answer", ticket: of, answer: await answered });
  } catch (error) {
    if (error instanceof Refusal)
      say({ type: "refused", ticket: of, problem: error.problem, cause: error.message });
    else say({ type: "unanswered", ticket: of, error });
  }
}

function write<T>(asked: DeliveryWrite): Promise<Result<T>> {
  const written = Promise.withResolvers<Result<never>>();
  ticket += 1;
  writing.set(ticket, written);
  say({ type: "write", ticket, write: asked });
  return written.promise;
}

/** By the server, since whoever looks names up shares four threads with all of it, see outbound/resolver.ts. */
function look(name: string): Promise<readonly string[]> {
  const found = Promise.withResolvers<readonly string[]>();
  ticket += 1;
  lookingUp.set(ticket, found);
  say({ type: "look-up", ticket, name });
  return found.promise;
}

function lookedUp(of: number, found: readonly string[] | Reason): void {
  const asker = lookingUp.get(of);
  lookingUp.delete(of);
  if (typeof found === "string") asker?.reject(new Fault(found));
  else asker?.resolve(found);
}

function say(message: FromDelivery): void {
  port?.postMessage(message);
}
