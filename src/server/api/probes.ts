import "server-only";
import type { ServerResponse } from "node:http";
import type { Tocsin } from "../process/tocsin.ts";
import { sendJson, sendProblem, sendText } from "../http/respond.ts";

const PROBES: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

/** Whether orchestrators and Prometheus ask there. */
export function isProbe(path: string): boolean {
  return PROBES.has(path);
}

/** Answers what orchestrators and Prometheus ask. Says whether the path was one of theirs. */
export async function answerProbe(
  tocsin: Tocsin,
  path: string,
  response: ServerResponse,
): Promise<boolean> {
  switch (path) {
    case "/healthz":
      sendJson(response, 200, { status: "alive" });
      return true;
    case "/readyz":
      await answerReady(tocsin, response);
      return true;
    case "/metrics":
      sendText(response, 200, tocsin.metrics.contentType, await tocsin.metrics.text());
      return true;
    default:
      return false;
  }
}

async function answerReady({ store }: Tocsin, response: ServerResponse): Promise<void> {
  const ready = await store.ready();
  if (ready.ok) sendJson(response, 200, { status: "ready" });
  else sendProblem(response, ready.problem);
}
