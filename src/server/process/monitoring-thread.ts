import { workerData } from "node:worker_threads";
import type { Previewed } from "../monitors/preview.ts";
import { openWatch } from "../monitors/watch.ts";
import type { AllowedAddress } from "../outbound/allow-list.ts";
import { CLOCK } from "../outbound/clock.ts";
import type { EgressProxy } from "../outbound/egress-proxy.ts";
import { createGuard } from "../outbound/guard.ts";
import type { DatabaseLocation } from "../store/location.ts";
import type { MonitorReads, MonitorWrites } from "../store/monitors.ts";
import { openMonitorReads } from "../store/sqlite/monitor-reads.ts";
import { openThreadPort } from "./thread-port.ts";

/** What the thread begins with. */
export interface MonitoringData {
  readonly database: DatabaseLocation;
  /** Whether it watches all monitors; else it only previews. */
  readonly isOnDuty: boolean;
  readonly allow: readonly AllowedAddress[];
  readonly proxy: EgressProxy | null;
}

/** What the server asks of the thread. */
export type MonitoringAsked =
  | { readonly type: "changed"; readonly id: number }
  | { readonly type: "preview"; readonly asked: Previewed };

const server = openThreadPort<MonitoringAsked, MonitorWrites>();
const { database, isOnDuty, allow, proxy } = workerData as MonitoringData;
const watch = openWatch({
  reads: await openReads(),
  isOnDuty,
  writes: {
    close: (...args) => server.write({ name: "close", args }),
    settle: (...args) => server.write({ name: "settle", args }),
  },
  guard: createGuard({ allow, proxy, look: server.look }),
  clock: CLOCK,
  onFault: server.onFault,
});

/** Of PostgreSQL nothing is loaded where there is none. */
async function openReads(): Promise<MonitorReads> {
  if (database.engine === "sqlite") return openMonitorReads(database.file, server.onUnreadable);
  const postgres = await import("../store/postgres/monitor-reads.ts");
  return postgres.openMonitorReads(database.url, server.onUnreadable);
}

server.listen((message) => {
  switch (message.type) {
    case "changed":
      return watch.changed(message.id);
    case "preview":
      return watch.preview(message.asked);
    case "state":
      return watch.state();
    case "stop":
      return watch.stop();
    default:
      return message satisfies never;
  }
});
