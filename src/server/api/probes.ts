import "server-only";
import type { ServerResponse } from "node:http";
import type { Probe, Probes } from "../http/listener.ts";
import { sendJson, sendProblem, sendText } from "../http/respond.ts";
import type { Store } from "../store/store.ts";

/** The metrics as Prometheus reads them. */
export interface Scraped {
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

/** What orchestrators and Prometheus ask. */
export function createProbes(store: Store, metrics: Scraped): Probes {
  return new Map<string, Probe>([
    [
      "/healthz",
      { need: "nothing", answer: async (response) => sendJson(response, 200, { status: "alive" }) },
    ],
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
