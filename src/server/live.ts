import "server-only";
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { readFilter } from "../shared/filter.ts";
import { fail, type Problem, PROBLEMS, type Result } from "../shared/problem.ts";
import {
  BEAT_INTERVAL,
  CLOSE,
  SUBPROTOCOL,
  type Subscribe,
  subscribeSchema,
} from "../shared/protocol.ts";
import { refusalOf } from "./admit.ts";
import { frame } from "./frame.ts";
import { readInput } from "./http/input.ts";
import type { Outlet, Subscription } from "./hub.ts";
import type { Tocsin } from "./tocsin.ts";

/** Bytes of a message: it carries a filter and nothing else that is long. */
const MAX_MESSAGE = 16_384;
const MAX_FRAGMENTS = 16;
/** Time (ms) that a new connection has to subscribe. */
const SUBSCRIBE_WITHIN = 10_000;
/** Messages that a connection may send between two beats; to change a filter takes one. */
const MAX_MESSAGES = 100;

export interface Live {
  /** Takes over a request to upgrade `/api/live`, or refuses it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends what is pending and asks everyone to come back later. */
  stop(): void;
}

/** The live socket: `tocsin.v1`, see docs/protocol.md. */
export function createLive(tocsin: Tocsin): Live {
  const { hub, metrics, log } = tocsin;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    maxFragments: MAX_FRAGMENTS,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  const messages = new Map<WebSocket, number>();
  const beats = setInterval(() => {
    messages.clear();
    hub.beat();
  }, BEAT_INTERVAL);

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const problem = refusalOf(request, tocsin.config, true) ?? protocolRefusal(request);
    if (problem !== null) refuse(socket, problem);
    else server.handleUpgrade(request, socket, head, connect);
  }

  function connect(socket: WebSocket): void {
    metrics.connections(server.clients.size);
    const outlet = outletOf(socket);
    let subscription: Subscription | null = null;
    const late = setTimeout(() => {
      end(socket, fail("invalid-message", "There was no subscribe in time.").problem, CLOSE.silent);
    }, SUBSCRIBE_WITHIN);

    socket.on("message", (data, isBinary) => {
      clearTimeout(late);
      if (isTooMany(socket)) return;
      const message = readMessage(data, isBinary);
      if (!message.ok) return end(socket, message.problem, CLOSE.badMessage);
      if (subscription !== null) hub.unsubscribe(subscription);
      subscription = subscribe(outlet, message.value);
    });
    socket.on("error", (error) => log.debug({ err: error }, "a socket failed"));
    socket.on("close", () => {
      clearTimeout(late);
      messages.delete(socket);
      if (subscription !== null) hub.unsubscribe(subscription);
      metrics.connections(server.clients.size);
    });
  }

  function isTooMany(socket: WebSocket): boolean {
    const sent = (messages.get(socket) ?? 0) + 1;
    messages.set(socket, sent);
    if (sent <= MAX_MESSAGES) return false;
    const { problem } = fail("too-many-messages", `At most ${MAX_MESSAGES} in ten seconds.`);
    end(socket, problem, CLOSE.tooManyMessages);
    return true;
  }

  function subscribe(outlet: Outlet, { since, filter }: Subscribe): Subscription | null {
    return hub.subscribe(outlet, since, readFilter(filter ?? {}));
  }

  function stop(): void {
    clearInterval(beats);
    hub.stop();
    for (const socket of server.clients) socket.close(CLOSE.stopping, "The server is stopping");
  }

  return { upgrade, stop };
}

/** A client that names other versions only cannot be understood; one that names none is taken at v1. */
function protocolRefusal(request: IncomingMessage): Problem | null {
  const offered = request.headers["sec-websocket-protocol"];
  if (offered === undefined || offered.split(/\s*,\s*/u).includes(SUBPROTOCOL)) return null;
  return fail("invalid-parameter", `Sec-WebSocket-Protocol: must offer ${SUBPROTOCOL}`).problem;
}

function refuse(socket: Duplex, { code, detail }: Problem): void {
  const { status, title } = PROBLEMS[code];
  const body = JSON.stringify({ type: `urn:tocsin:problem:${code}`, title, status, detail, code });
  socket.on("error", () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      "Content-Type: application/problem+json; charset=utf-8",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}

function outletOf(socket: WebSocket): Outlet {
  return {
    send: (text) => socket.send(text),
    backlog: () => socket.bufferedAmount,
    close: (code, reason) => socket.close(code, reason),
  };
}

/** Says what was wrong, then closes. */
function end(socket: WebSocket, { code, detail }: Problem, closeCode: number): void {
  socket.send(frame({ type: "error", code, detail }));
  socket.close(closeCode, PROBLEMS[code].title);
}

function readMessage(data: RawData, isBinary: boolean): Result<Subscribe> {
  if (isBinary) return fail("invalid-message", "Messages are text.");
  const message = parse(data.toString());
  const input = message.ok ? readInput(subscribeSchema, message.value) : message;
  return input.ok ? input : fail("invalid-message", input.problem.detail);
}

function parse(text: string): Result<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return fail("invalid-message", "Messages are JSON.");
  }
}
