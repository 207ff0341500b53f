import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { REQUEST_ID, requestIdOf } from "./request-id.ts";

/** What is known of a request in the log and the metrics: never its query, body or full address. */
export interface Access {
  readonly requestId: string;
  readonly method: string;
  /** The pattern that the address matched. */
  route: string;
}

/** Names the request, in its answer, too, and notes it when it has been answered. */
export function watchAccess(
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
  metrics: Metrics,
): Access {
  const access: Access = {
    requestId: requestIdOf(request),
    method: request.method ?? "",
    route: "none",
  };
  response.setHeader(REQUEST_ID, access.requestId);
  const begun = performance.now();
  const { socket } = request;
  const before = socket.bytesWritten;
  response.once("close", () => {
    const ms = performance.now() - begun;
    const { statusCode: status } = response;
    if (access.route.startsWith("/api/"))
      metrics.request(access.method, access.route, status, ms / 1000);
    log.debug(
      { ...access, status, ms: Math.round(ms), bytes: socket.bytesWritten - before },
      "answered",
    );
  });
  return access;
}
