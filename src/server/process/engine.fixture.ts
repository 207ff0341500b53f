import type { DeliveryReads } from "../store/deliveries.ts";
import type { Monitors, MonitorReads } from "../store/monitors.ts";
import { openDeliveryReads as readDatabaseForDelivery } from "../store/postgres/delivery-reads.ts";
import { openMonitorReads as readDatabaseForMonitors } from "../store/postgres/monitor-reads.ts";
import { openPostgresStore } from "../store/postgres/postgres-store.ts";
import { openDeliveryReads } from "../store/sqlite/delivery-reads.ts";
import { openMonitorReads } from "../store/sqlite/monitor-reads.ts";
import { openSqliteStore, type SqliteStoreOptions } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";
import type { Webhooks } from "../store/webhooks.ts";

export type FileOptions = Pick<SqliteStoreOptions, "busyTimeout" | "maxPages">;

/** A store, and how whoever sends and whoever watches reads beside it. */
export interface Opened {
  readonly store: Store & { readonly webhooks: Webhooks; readonly monitors: Monitors };
  readonly deliveryReads: () => DeliveryReads;
  readonly monitorReads: (onUnreadable: (cause: string) => void) => MonitorReads;
}

const SILENT = { onRefused: () => {}, queryTime: Infinity };

/** A store in a file, or where an address is given in that database. */
export async function openEngine(
  file: string,
  url: string | null,
  options: FileOptions,
): Promise<Opened> {
  if (url !== null)
    return {
      store: await openPostgresStore(url, SILENT),
      deliveryReads: () => readDatabaseForDelivery(url, () => {}),
      monitorReads: (onUnreadable) => readDatabaseForMonitors(url, onUnreadable),
    };
  return {
    store: await openSqliteStore(file, { ...SILENT, onLost: () => {}, ...options }),
    deliveryReads: () => openDeliveryReads(file, () => {}),
    monitorReads: (onUnreadable) => openMonitorReads(file, onUnreadable),
  };
}
