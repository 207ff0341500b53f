import "server-only";
import type { Route } from "../http/route.ts";
import type { Store } from "../store/store.ts";
import { alertRoutes } from "./alerts.ts";
import { commandRoutes } from "./commands.ts";
import { historyRoutes } from "./history.ts";
import { ingestRoutes } from "./ingest.ts";
import { openApiRoutes } from "./openapi.ts";
import type { Receive } from "./receive.ts";
import { statusRoutes } from "./status.ts";
import { timelineRoutes } from "./timeline.ts";

/** Every operation of the API, in the order in which its description lists them. */
export function createApi(store: Store, receive: Receive): readonly Route[] {
  const routes = [
    ...alertRoutes(store),
    ...historyRoutes(store),
    ...commandRoutes(store),
    ...ingestRoutes(receive),
    ...statusRoutes(),
    ...timelineRoutes(store),
  ];
  return [...routes, ...openApiRoutes(routes)];
}
