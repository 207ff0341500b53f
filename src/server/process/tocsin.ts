import "server-only";
import type { RequestListener } from "node:http";
import type { Principal } from "../../domain/principal.ts";
import { type Filter, isEverything } from "../../domain/filter.ts";
import type { Result } from "../../domain/problem.ts";
import type { Place } from "../../protocol/page.ts";
import type { Config } from "./config.ts";
import { createApi } from "../api/api.ts";
import { createLive, type Crowding, type Live } from "../api/live.ts";
import { aboutOf, createProbes } from "../api/probes.ts";
import { createOidcRedirects } from "../api/oidc-redirects.ts";
import { createReadingFor } from "../api/reading.ts";
import { createReceive } from "../api/receive.ts";
import type { Cost } from "../auth/password.ts";
import { createListener, type Probes, type Redirects, type Rest } from "../http/listener.ts";
import type { Route } from "../http/route.ts";
import type { Clocks } from "../live/gathering.ts";
import { createHub, type Hub } from "../live/hub.ts";
import { createGuard } from "../outbound/guard.ts";
import { openOperations, type Operations } from "../operations/operations.ts";
import type { Reading } from "../site/reading.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import type { Log } from "../telemetry/log.ts";
import { createRefusals } from "../telemetry/refusals.ts";
import { openStore, type OpenStoreOptions } from "./open-store.ts";
import type { Duty } from "../store/duty.ts";
import type { Store } from "../store/store.ts";
import { openBackups, openExports } from "./backups.ts";
import { startRetention } from "../retention/retention.ts";
import { createSuggester } from "../suggestions/suggestions.ts";
import { type Delivery, startDelivery } from "./delivery.ts";
import { hearElsewhere } from "./elsewhere.ts";
import { type Entrance, openEntrance } from "./entrance.ts";
import { type Monitoring, startMonitoring } from "./monitoring.ts";
import { startSweeper } from "./sweeper.ts";
import { ranFor } from "./processor.ts";
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
  readonly monitoring: Monitoring;
  readonly operations: Operations;
  /** Whether it does what one node alone may do. */
  readonly isOnDuty: () => boolean;
  /** Every operation of the API, and what orchestrators ask. */
  readonly routes: readonly Route[];
  readonly probes: Probes;
  /** What pages read that are rendered here for somebody. */
  readonly readingFor: (principal: Principal | null) => Reading;
  /** The way of HTTP requests; `rest` answers those that are neither the API's nor a probe's. */
  readonly listener: (rest: Rest) => RequestListener;
}

export interface TocsinOptions extends Pick<
  OpenStoreOptions,
  "isShared" | "opening" | "queryTime"
> {
  readonly crowding?: Crowding | undefined;
  /** By which sessions and keys end (ms since 1970). */
  readonly now?: (() => number) | undefined;
  readonly passwordCost?: Cost | undefined;
}

/**
 * Opens the store and puts the hub behind it. Rejects where the database cannot be opened, or where
 * another server runs on a file, unless it `isShared`.
 */
export async function openTocsin(
  config: Config,
  log: Log,
  { crowding, now = Date.now, passwordCost, ...options }: TocsinOptions = {},
): Promise<Tocsin> {
  /** What goes on otherwise in another history. Of what is not there yet each begins in that. */
  const beginAnew: (() => void)[] = [];
  const opened = await openStore(config.database, {
    ...options,
    onRefused: (cause) => log.error({ cause }, "the store refuses to be written"),
    onRecovered: () => log.info("the store is written again"),
    onUnreadable: (cause) => log.error({ cause }, "the store refused to be read"),
    onLost: (error) => {
      log.fatal({ err: error }, "the writer is lost");
      // Whoever watches over the process starts it anew; the log on disk is whole.
      process.exit(1);
    },
    onEpoch() {
      log.warn("the history of the database is another from now on");
      for (const begin of beginAnew) begin();
    },
  });
  const { people, webhooks, monitors, views, preferences, instance, duty, secret } = opened;
  const isShared = opened.tellsWithin > 0;
  const telemetry = openTelemetry({ config, instance, log });
  const guard = createGuard({ allow: config.webhookAllow, proxy: config.egressProxy });
  const delivery = await startDelivery({ config, store: opened, webhooks, duty, log });
  beginAnew.push(delivery.renew);
  const monitoring = await startMonitoring({ config, monitors, duty, now, log });
  const operations = await openOperations({ kept: opened.operations, isShared, now, log });
  const backups = await openBackups({ config, store: opened, operations, now, log });
  const exports = openExports({ config, operations });
  const { retention: kept, trashRetention: trashKept } = config;
  const retention = startRetention({ kept, trashKept, store: opened, operations, duty, now, log });
  const users: { stop(): Promise<void> }[] = [delivery, monitoring, backups, retention];
  if (isShared && duty.isHeld()) log.info(ON_DUTY);
  duty.onChanged(() => {
    log.info(duty.isHeld() ? ON_DUTY : "this node is not on duty any more");
    // The node that was may have left some.
    if (duty.isHeld()) void operations.interrupt();
  });
  if (isShared) {
    const told = {
      webhook: delivery.changed,
      monitor: monitoring.changed,
      operation: operations.cancelled,
    };
    users.push(await hearElsewhere({ people, told, log }));
  }
  const store = swept(told(usedBy(timed(opened), users), telemetry), duty, log);
  const hub = createHub(store, CLOCKS);
  beginAnew.push(hub.beginAnew);
  const suggester = createSuggester(opened);
  beginAnew.push(suggester.beginAnew);
  store.onCommit((commit) => {
    publishFact(CHANNELS.commit, { events: commit.to - commit.from });
    hub.publish(commit);
    suggester.publish(commit);
  });
  telemetry.watch({ hub, store, webhooks: delivery.state, monitors: monitoring.state });
  const entrance = await openEntrance(config, { people, secret, log, now, passwordCost });
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
    basePath: config.basePath,
    store,
    suggester,
    views,
    preferences,
    people,
    receive,
    metrics: monitoring,
    accounts,
    cookie,
    waysIn,
    webhooks,
    delivery,
    monitors,
    monitoring,
    telemetry,
    guard,
    operations,
    backups,
    exports,
    retention,
    now,
  });
  const entering = { accounts, people, cookie, identify, clientOf, now };
  const redirects: Redirects =
    oidc === null
      ? new Map()
      : createOidcRedirects({ oidc, basePath: config.basePath, ...entering });
  const about = aboutOf(config.database);
  const probes = createProbes(store, telemetry.metrics, about);
  return {
    config,
    store,
    hub,
    log,
    telemetry,
    live,
    entrance,
    delivery,
    monitoring,
    operations,
    isOnDuty: duty.isHeld,
    routes,
    probes,
    readingFor: createReadingFor({
      about,
      store,
      preferences,
      people,
      monitors,
      webhooks,
      waysIn,
      telemetry,
      operations,
      backups,
    }),
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

/** Of this thread. */
const CLOCKS: Clocks = { now: () => performance.now(), used: ranFor };

const ON_DUTY = "this node is on duty";

/** The same store, whose pages are measured. */
function timed(store: Store): Store {
  async function tell<T>(filter: Filter, place: Place, read: () => Promise<Result<T>>) {
    const begun = performance.now();
    const page = await read();
    publishFact(CHANNELS.page, {
      place: place.type,
      filtered: !isEverything(filter),
      searched: filter.words.length > 0,
      outcome: page.ok ? "read" : "refused",
      ms: performance.now() - begun,
    });
    return page;
  }

  return {
    ...store,
    page: (filter, place, ...rest) => tell(filter, place, () => store.page(filter, place, ...rest)),
    pageText: (filter, place, ...rest) =>
      tell(filter, place, () => store.pageText(filter, place, ...rest)),
  };
}

/** The same store, before whose end those stop who use it. */
function usedBy(store: Store, users: readonly { stop(): Promise<void> }[]): Store {
  return {
    ...store,
    async close() {
      await Promise.all(users.map((user) => user.stop()));
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

/** The same store, in which time passes until it is closed. */
function swept(store: Store, duty: Duty, log: Log): Store {
  const stop = startSweeper(store, {
    duty,
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
