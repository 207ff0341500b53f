import "server-only";
import type { RequestListener } from "node:http";
import type { Principal } from "../../domain/principal.ts";
import { isEverything } from "../../domain/filter.ts";
import type { Config } from "./config.ts";
import { createApi } from "../api/api.ts";
import { createLive, type Crowding, type Live } from "../api/live.ts";
import { createProbes } from "../api/probes.ts";
import { createOidcRedirects } from "../api/oidc-redirects.ts";
import { createReadingFor } from "../api/reading.ts";
import { createReceive } from "../api/receive.ts";
import type { Cost } from "../auth/password.ts";
import { createListener, type Probes, type Redirects, type Rest } from "../http/listener.ts";
import type { Route } from "../http/route.ts";
import { createHub, type Hub } from "../live/hub.ts";
import { createGuard } from "../outbound/guard.ts";
import type { Backups } from "../backups/backups.ts";
import { openOperations, type Operations } from "../operations/operations.ts";
import type { Reading } from "../site/reading.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import type { Log } from "../telemetry/log.ts";
import { createRefusals } from "../telemetry/refusals.ts";
import { openSqliteStore, type SqliteStoreOptions } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";
import { openBackups } from "./backups.ts";
import { type Delivery, startDelivery } from "./delivery.ts";
import { type Entrance, openEntrance } from "./entrance.ts";
import { startSweeper } from "./sweeper.ts";
import { openTelemetry, type Telemetry } from "./telemetry.ts";

/** A server that is open, and does not listen yet. */
export interface Tocsin {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  readonly hub: Hub;
  readonly telemetry: Telemetry;
  readonly live: Live;
  readonly entrance: Entrance;
  readonly delivery: Delivery;
  readonly operations: Operations;
  /** Every operation of the API, and what orchestrators ask. */
  readonly routes: readonly Route[];
  readonly probes: Probes;
  /** What pages read that are rendered here for somebody. */
  readonly readingFor: (principal: Principal | null) => Reading;
  /** The way of HTTP requests; `rest` answers those that are neither the API's nor a probe's. */
  readonly listener: (rest: Rest) => RequestListener;
}

export interface TocsinOptions extends Pick<
  SqliteStoreOptions,
  "isShared" | "opening" | "queryTime"
> {
  readonly crowding?: Crowding | undefined;
  /** By which sessions and keys end (ms since 1970). */
  readonly now?: (() => number) | undefined;
  readonly passwordCost?: Cost | undefined;
}

/**
 * Opens the store and puts the hub behind it. Rejects where the database cannot be opened, or where
 * another server runs on it, unless it `isShared`.
 */
export async function openTocsin(
  config: Config,
  log: Log,
  { crowding, now = Date.now, passwordCost, ...options }: TocsinOptions = {},
): Promise<Tocsin> {
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
  const { people, webhooks, instance } = opened;
  const telemetry = openTelemetry({ config, instance, log });
  const guard = createGuard({ allow: config.webhookAllow, proxy: config.egressProxy });
  const delivery = await startDelivery({ config, store: opened, webhooks, log });
  const operations = await openOperations({ kept: opened.operations, now, log });
  const backups = await openBackups({ config, store: opened, operations, now, log });
  const open = backedUp(delivering(timed(opened), delivery), backups);
  const store = swept(told(open, telemetry), log);
  const hub = createHub(store, () => performance.now());
  store.onCommit((commit) => {
    publishFact(CHANNELS.commit, { events: commit.to - commit.from });
    hub.publish(commit);
  });
  telemetry.watch({ hub, store, webhooks: delivery.state });
  const entrance = await openEntrance(config, { people, log, now, passwordCost });
  const { identify, clientOf, accounts, cookie, waysIn, renewal, oidc } = entrance;
  const refusals = createRefusals(log, () => performance.now());
  const live = createLive(
    { admission: config, identify, clientOf, renewal, now, hub, log, refusals },
    crowding,
  );
  people.onChanged(live.changed);
  entrance.onClosed(live.signOutAnonymous);
  const receive = createReceive(store, refusals);
  const routes = createApi({
    store,
    people,
    receive,
    accounts,
    cookie,
    waysIn,
    webhooks,
    delivery,
    telemetry,
    guard,
    operations,
    backups,
    now,
  });
  const entering = { accounts, people, cookie, identify, clientOf, now };
  const redirects: Redirects =
    oidc === null ? new Map() : createOidcRedirects({ oidc, ...entering });
  const probes = createProbes(store, telemetry.metrics);
  return {
    config,
    store,
    hub,
    log,
    telemetry,
    live,
    entrance,
    delivery,
    operations,
    routes,
    probes,
    readingFor: createReadingFor({ store, people, webhooks, waysIn, telemetry }),
    listener: (rest) =>
      createListener({
        admission: config,
        routes,
        probes,
        redirects,
        rest,
        identify,
        clientOf,
        clearedCookie: cookie.clear(),
        log,
        refusals,
      }),
  };
}

/** The same store, whose pages are measured. */
function timed(store: Store): Store {
  return {
    ...store,
    async page(filter, place, limit, signal) {
      const begun = performance.now();
      const page = await store.page(filter, place, limit, signal);
      publishFact(CHANNELS.page, {
        place: place.type,
        filtered: !isEverything(filter),
        searched: filter.words.length > 0,
        outcome: page.ok ? "read" : "refused",
        ms: performance.now() - begun,
      });
      return page;
    },
  };
}

/** The same store, from which webhooks are sent to until it is closed. */
function delivering(store: Store, delivery: Delivery): Store {
  return {
    ...store,
    async close() {
      await delivery.stop();
      await store.close();
    },
  };
}

/** The same store, of which somebody is told until it is closed. */
function told(store: Store, telemetry: Telemetry): Store {
  return {
    ...store,
    async close() {
      await Promise.all([telemetry.stop(), store.close()]);
    },
  };
}

/** The same store, of which backups are made until it is closed; all operations end before. */
function backedUp(store: Store, backups: Backups): Store {
  return {
    ...store,
    async close() {
      await backups.stop();
      await store.close();
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
