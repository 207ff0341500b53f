import "server-only";
import { isEverything } from "../../domain/filter.ts";
import type { Config } from "./config.ts";
import { createHub, type Hub } from "../live/hub.ts";
import type { Log } from "../telemetry/log.ts";
import { createMetrics, type Metrics } from "../telemetry/metrics.ts";
import { createRefusals, type Refusals } from "../telemetry/refusals.ts";
import { openSqliteStore, type SqliteStoreOptions } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";
import { startSweeper } from "./sweeper.ts";

/** Everything that one running server consists of. */
export interface Tocsin {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  readonly hub: Hub;
  readonly metrics: Metrics;
  readonly refusals: Refusals;
}

let instance: Tocsin | null = null;

/**
 * Opens the store and puts the hub behind it. Rejects where the database cannot be opened, or where
 * another server runs on it, unless it `isShared`.
 */
export async function openTocsin(
  config: Config,
  log: Log,
  options: Pick<SqliteStoreOptions, "isShared" | "opening" | "queryTime"> = {},
): Promise<Tocsin> {
  const metrics = createMetrics();
  const opened = await openSqliteStore(config.databaseFile, {
    ...options,
    onRefused: (cause) => log.error({ cause }, "the store refuses to be written"),
    onRecovered: () => log.info("the store is written again"),
    onUnreadable: (cause) => log.error({ cause }, "the store refused to be read"),
    onLost: (error) => {
      log.fatal({ err: error }, "the writer is lost");
      // Whoever watches over the process starts it anew; the log on disk is whole.
      process.exit(1);
    },
  });
  const store = swept(timed(opened, metrics), log);
  const hub = createHub(store, () => performance.now(), metrics);
  store.onCommit((commit) => {
    metrics.commit(commit);
    hub.publish(commit);
  });
  metrics.watch({ hub, store });
  const refusals = createRefusals(log, () => performance.now());
  instance = { config, log, store, hub, metrics, refusals };
  return instance;
}

/** The same store, whose pages are measured. */
function timed(store: Store, metrics: Metrics): Store {
  return {
    ...store,
    async page(filter, place, limit, signal) {
      const begun = performance.now();
      const page = await store.page(filter, place, limit, signal);
      metrics.page(place.type, !isEverything(filter), (performance.now() - begun) / 1000);
      return page;
    },
  };
}

/** The same store, in which time passes until it is closed. */
function swept(store: Store, log: Log): Store {
  const stop = startSweeper(store, {
    now: Date.now,
    onFault: (error) => log.error({ err: error }, "a sweep failed"),
  });
  return {
    ...store,
    async close() {
      await stop();
      await store.close();
    },
  };
}

/** The server that runs in this process, for the pages, which the framework calls. */
export function running(): Tocsin {
  if (instance === null) throw new Error("The server has not been opened yet.");
  return instance;
}
