import { randomUUID } from "node:crypto";
import { workerData } from "node:worker_threads";
import type { Actor } from "../../domain/actor.ts";
import type { AllowedAddress } from "../outbound/allow-list.ts";
import type { EgressProxy } from "../outbound/egress-proxy.ts";
import { createGuard } from "../outbound/guard.ts";
import type { DeliveryReads, DeliveryWrites } from "../store/deliveries.ts";
import type { KeptWebhook } from "../store/webhooks.ts";
import type { DatabaseLocation } from "../store/location.ts";
import { openDeliveryReads } from "../store/sqlite/delivery-reads.ts";
import { CLOCK } from "../outbound/clock.ts";
import { openDelivery } from "../webhooks/delivery.ts";
import { createShare } from "../webhooks/share.ts";
import { ranFor, watchServer } from "./processor.ts";
import { openThreadPort } from "./thread-port.ts";

/** What the thread begins with. */
export interface DeliveryData {
  readonly database: DatabaseLocation;
  /** Whether it sends to all webhooks; else it only tries out. */
  readonly isOnDuty: boolean;
  readonly epoch: string;
  readonly head: number;
  readonly publicOrigin: string | null;
  readonly allow: readonly AllowedAddress[];
  readonly proxy: EgressProxy | null;
}

/** What the server asks of the thread. */
export type DeliveryAsked =
  | { readonly type: "head"; readonly seq: number }
  | { readonly type: "changed"; readonly id: number }
  | { readonly type: "test"; readonly webhook: KeptWebhook; readonly actor: Actor };

const server = openThreadPort<DeliveryAsked, DeliveryWrites>();
const { database, isOnDuty, epoch, publicOrigin, allow, proxy, ...begun } =
  workerData as DeliveryData;
let head = begun.head;

const delivery = await openDelivery({
  reads: await openReads(),
  isOnDuty,
  writes: {
    route: (...args) => server.write({ name: "route", args }),
    settle: (...args) => server.write({ name: "settle", args }),
    drop: (...args) => server.write({ name: "drop", args }),
    note: (...args) => server.write({ name: "note", args }),
  },
  head: () => head,
  guard: createGuard({ allow, proxy, look: server.look }),
  teller: { epoch, publicOrigin: publicOrigin === null ? null : new URL(publicOrigin) },
  clock: CLOCK,
  rest: createShare({ now: onwards, server: watchServer(onwards), worked: ranFor }).rest,
  random: Math.random,
  nonce: randomUUID,
  onFault: server.onFault,
});

/** A clock that only goes forwards (ms). */
function onwards(): number {
  return performance.now();
}

/** Of PostgreSQL nothing is loaded where there is none. */
async function openReads(): Promise<DeliveryReads> {
  if (database.engine === "sqlite") return openDeliveryReads(database.file, server.onUnreadable);
  const postgres = await import("../store/postgres/delivery-reads.ts");
  return postgres.openDeliveryReads(database.url, server.onUnreadable);
}

server.listen((message) => {
  switch (message.type) {
    case "head":
      head = message.seq;
      return delivery.wake();
    case "changed":
      return delivery.changed(message.id);
    case "test":
      return delivery.test(message.webhook, message.actor);
    case "state":
      return delivery.state();
    case "stop":
      return delivery.stop();
    default:
      return message satisfies never;
  }
});
