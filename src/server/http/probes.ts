import "server-only";
import type { ServerResponse } from "node:http";
import type { Tocsin } from "../tocsin.ts";
import { sendJson, sendProblem, sendText } from "./respond.ts";

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

/** An empty transaction goes the way of every write, through the writer and its lock. */
async function answerReady({ store }: Tocsin, response: ServerResponse): Promise<void> {
  const executed = await store.execute([], null);
  if (executed.ok) sendJson(response, 200, { status: "ready" });
  else sendProblem(response, executed.problem);
}
