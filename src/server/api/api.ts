import "server-only";
import type { WaysIn } from "../../protocol/session.ts";
import type { Accounts } from "../auth/account.ts";
import type { Cookie } from "../auth/cookie.ts";
import type { Route } from "../http/route.ts";
import type { People } from "../store/people.ts";
import type { Store } from "../store/store.ts";
import type { Suggester } from "../suggestions/suggestions.ts";
import { alertRoutes } from "./alerts.ts";
import { backupRoutes, type BackupsParts } from "./backups.ts";
import { bulkRoutes } from "./bulk.ts";
import { commandRoutes } from "./commands.ts";
import { type ExportParts, exportRoutes } from "./export.ts";
import { episodeRoutes } from "./episodes.ts";
import { historyRoutes } from "./history.ts";
import { ingestRoutes } from "./ingest.ts";
import { keyRoutes } from "./keys.ts";
import { type MetricParts, metricRoutes } from "./metrics.ts";
import { type MonitorParts, monitorRoutes } from "./monitors.ts";
import { openApiRoutes } from "./openapi.ts";
import { peopleRoutes } from "./people.ts";
import { type OperationParts, operationRoutes } from "./operations.ts";
import type { Receive } from "./receive.ts";
import { type RetentionParts, retentionRoutes } from "./retention.ts";
import { sessionRoutes } from "./session.ts";
import { statusRoutes } from "./status.ts";
import { suggestionRoutes } from "./suggestions.ts";
import { type TelemetryRead, telemetryRoutes } from "./telemetry.ts";
import { timelineRoutes } from "./timeline.ts";
import { type PreferenceParts, preferenceRoutes } from "./preferences.ts";
import { type ViewParts, viewRoutes } from "./views.ts";
import { viewExportRoutes } from "./view-export.ts";
import { type WebhookParts, webhookRoutes } from "./webhooks.ts";

/** What the operations of the API work on. */
export interface ApiParts
  extends
    WebhookParts,
    MonitorParts,
    OperationParts,
    BackupsParts,
    ExportParts,
    RetentionParts,
    PreferenceParts,
    Omit<ViewParts, "suggester"> {
  /** Below which path browsers and programs find it; ends in a slash. */
  readonly basePath: string;
  readonly suggester: Suggester;
  readonly store: Store;
  readonly people: People;
  readonly receive: Receive;
  readonly metrics: MetricParts["metrics"];
  readonly accounts: Accounts;
  readonly cookie: Cookie;
  readonly waysIn: () => WaysIn;
  readonly telemetry: TelemetryRead;
}

/** Every operation of the API, in the order in which its description lists them. */
export function createApi({
  basePath,
  store,
  suggester,
  views,
  preferences,
  people,
  receive,
  metrics,
  accounts,
  now,
  webhooks,
  delivery,
  monitors,
  monitoring,
  guard,
  telemetry,
  operations,
  backups,
  exports,
  retention,
  ...entrance
}: ApiParts): readonly Route[] {
  const routes = [
    ...alertRoutes(store),
    ...viewExportRoutes({ store, now }),
    ...historyRoutes(store),
    ...episodeRoutes(store),
    ...commandRoutes(store, now),
    ...bulkRoutes({ store, operations, now }),
    ...ingestRoutes(receive),
    ...metricRoutes({ metrics, now }),
    ...statusRoutes(),
    ...timelineRoutes(store),
    ...suggestionRoutes({ suggester }),
    ...viewRoutes({ views, suggester }),
    ...preferenceRoutes({ preferences }),
    ...sessionRoutes({ people, accounts, ...entrance }),
    ...peopleRoutes(people, accounts),
    ...keyRoutes(people, now),
    ...webhookRoutes({ webhooks, delivery, guard, now }),
    ...monitorRoutes({ monitors, monitoring, guard, now }),
    ...telemetryRoutes(telemetry),
    ...operationRoutes({ operations, store, now }),
    ...backupRoutes({ backups }),
    ...exportRoutes({ exports, now }),
    ...retentionRoutes({ store, retention }),
  ];
  return [...routes, ...openApiRoutes(routes, { basePath, cookieName: entrance.cookie.name })];
}
