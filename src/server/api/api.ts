import "server-only";
import type { WaysIn } from "../../protocol/session.ts";
import type { Accounts } from "../auth/account.ts";
import type { Cookie } from "../auth/cookie.ts";
import type { Route } from "../http/route.ts";
import type { People } from "../store/people.ts";
import type { Store } from "../store/store.ts";
import { alertRoutes } from "./alerts.ts";
import { backupRoutes, type BackupsParts } from "./backups.ts";
import { commandRoutes } from "./commands.ts";
import { historyRoutes } from "./history.ts";
import { ingestRoutes } from "./ingest.ts";
import { keyRoutes } from "./keys.ts";
import { openApiRoutes } from "./openapi.ts";
import { peopleRoutes } from "./people.ts";
import { type OperationParts, operationRoutes } from "./operations.ts";
import type { Receive } from "./receive.ts";
import { sessionRoutes } from "./session.ts";
import { statusRoutes } from "./status.ts";
import { type TelemetryRead, telemetryRoutes } from "./telemetry.ts";
import { timelineRoutes } from "./timeline.ts";
import { type WebhookParts, webhookRoutes } from "./webhooks.ts";

/** What the operations of the API work on. */
export interface ApiParts extends WebhookParts, OperationParts, BackupsParts {
  readonly store: Store;
  readonly people: People;
  readonly receive: Receive;
  readonly accounts: Accounts;
  readonly cookie: Cookie;
  readonly waysIn: () => WaysIn;
  readonly telemetry: TelemetryRead;
}

/** Every operation of the API, in the order in which its description lists them. */
export function createApi({
  store,
  people,
  receive,
  accounts,
  now,
  webhooks,
  delivery,
  guard,
  telemetry,
  operations,
  backups,
  ...entrance
}: ApiParts): readonly Route[] {
  const routes = [
    ...alertRoutes(store),
    ...historyRoutes(store),
    ...commandRoutes(store),
    ...ingestRoutes(receive),
    ...statusRoutes(),
    ...timelineRoutes(store),
    ...sessionRoutes({ people, accounts, ...entrance }),
    ...peopleRoutes(people, accounts),
    ...keyRoutes(people, now),
    ...webhookRoutes({ webhooks, delivery, guard, now }),
    ...telemetryRoutes(telemetry),
    ...operationRoutes({ operations }),
    ...backupRoutes({ backups }),
  ];
  return [...routes, ...openApiRoutes(routes)];
}
