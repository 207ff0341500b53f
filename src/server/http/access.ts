import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import type { Log } from "../telemetry/log.ts";
import { REQUEST_ID, requestIdOf } from "./request-id.ts";

/** What is told of a request and logged: never its query, body or full address. */
export interface Access {
  readonly requestId: string;
  readonly method: string;
  /** The pattern that the address matched. */
  route: string;
}

/** Names the request, in its answer, too, and notes it when it has been answered. */
export function watchAccess(request: IncomingMessage, response: ServerResponse, log: Log): Access {
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
    const { method, route } = access;
    publishFact(CHANNELS.request, { method, route, status, ms });
    log.debug(
      { ...access, status, ms: Math.round(ms), bytes: socket.bytesWritten - before },
      "answered",
    );
  });
  return access;
}
