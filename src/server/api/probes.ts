import "server-only";
import type { ServerResponse } from "node:http";
import type { Probe, Probes } from "../http/listener.ts";
import type { About } from "../../protocol/about.ts";
import { sendJson, sendProblem, sendText } from "../http/respond.ts";
import type { DatabaseLocation } from "../store/location.ts";
import type { Store } from "../store/store.ts";
import { BUILD, VERSION } from "../telemetry/version.ts";

/** The metrics as Prometheus reads them. */
export interface Scraped {
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

/** What this server is. */
export function aboutOf({ engine }: DatabaseLocation): About {
  const about = { status: "alive", version: VERSION, build: BUILD } as const;
  return engine === "postgres" ? { ...about, database: "PostgreSQL" } : about;
}

/** What orchestrators and Prometheus ask. */
export function createProbes(store: Store, metrics: Scraped, about: About): Probes {
  return new Map<string, Probe>([
    ["/healthz", { need: "nothing", answer: async (response) => sendJson(response, 200, about) }],
    ["/readyz", { need: "nothing", answer: (response) => answerReady(store, response) }],
    [
      "/metrics",
      {
        need: "read",
        answer: async (response) =>
          sendText(response, 200, metrics.contentType, await metrics.text()),
      },
    ],
  ]);
}

async function answerReady(store: Store, response: ServerResponse): Promise<void> {
  const ready = await store.ready();
  if (ready.ok) sendJson(response, 200, { status: "ready" });
  else sendProblem(response, ready.problem);
}
