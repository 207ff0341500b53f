import "server-only";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";
import { fail, type Problem } from "../../domain/problem.ts";
import { endWithProblem } from "./respond.ts";

/** Times (ms) after which a connection is given up; see docs/operating.md. */
export interface Timeouts {
  /** For a request to have said what it wants. */
  readonly headers: number;
  /** For a request to have been received whole. */
  readonly request: number;
  /** Without a byte in either direction. */
  readonly silence: number;
  /**
   * Between an answer and the next request. Proxies keep a connection for 60 s (nginx, HAProxy, load balancers), and who
   * ends it first must be they: a request that is sent as the server ends it is lost, and nobody may send it again.
   */
  readonly idle: number;
}

export const TIMEOUTS: Timeouts = {
  headers: 10_000,
  request: 30_000,
  silence: 60_000,
  idle: 75_000,
};

/** How often (ms) headers and requests that take too long are looked for. */
const CHECK_INTERVAL = 1_000;

/** A server that speaks strict HTTP and refuses what is none with a problem. */
export function createHttpServer(listener: RequestListener, timeouts = TIMEOUTS): Server {
  const server = createServer({
    headersTimeout: timeouts.headers,
    requestTimeout: timeouts.request,
    keepAliveTimeout: timeouts.idle,
    connectionsCheckingInterval: Math.min(CHECK_INTERVAL, timeouts.headers),
    // Its absence is refused where its value is, see admit.ts.
    requireHostHeader: false,
    // Some clients (Java's, curl --http2) offer HTTP/2 in passing, and are answered in HTTP/1.1.
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket",
  });
  server.timeout = timeouts.silence;
  // Their size is limited. Beyond a number of them node would leave some out, such as the Origin.
  server.maxHeadersCount = 0;

  const answering = new WeakMap<Duplex, ServerResponse>();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    answering.set(request.socket, response);
    listener(request, response);
  };
  server.on("request", answer);
  // Nothing has to be promised before a body is read.
  server.on("checkExpectation", answer);
  server.on("clientError", (error, socket) => {
    if (!socket.writable || isHalfAnswered(answering.get(socket))) socket.destroy();
    else endWithProblem(socket, problemOf(error));
  });
  return server;
}

/** Whether more text would end up within an answer that is under way. */
function isHalfAnswered(response: ServerResponse | undefined): boolean {
  return response !== undefined && response.headersSent && !response.writableFinished;
}

function problemOf({ code, message }: NodeJS.ErrnoException): Problem {
  if (code === "HPE_HEADER_OVERFLOW") {
    return fail("headers-too-large", "They may have at most 16 KiB together.").problem;
  }
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return fail("request-timeout", "Send it within the time that is allowed.").problem;
  }
  return fail("bad-request", message).problem;
}
