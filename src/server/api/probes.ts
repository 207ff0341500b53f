import "server-only";
import type { ServerResponse } from "node:http";
import type { Probe } from "../http/listener.ts";
import { sendJson, sendProblem, sendText } from "../http/respond.ts";
import type { Store } from "../store/store.ts";
import type { Metrics } from "../telemetry/metrics.ts";

const PATHS: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

export function createProbe(store: Store, metrics: Metrics): Probe {
  return {
    isThere: (path) => PATHS.has(path),
    async answer(path, response) {
      switch (path) {
        case "/healthz":
          sendJson(response, 200, { status: "alive" });
          return true;
        case "/readyz":
          await answerReady(store, response);
          return true;
        case "/metrics":
          sendText(response, 200, metrics.contentType, await metrics.text());
          return true;
        default:
          return false;
      }
    },
  };
}

async function answerReady(store: Store, response: ServerResponse): Promise<void> {
  const ready = await store.ready();
  if (ready.ok) sendJson(response, 200, { status: "ready" });
  else sendProblem(response, ready.problem);
}
