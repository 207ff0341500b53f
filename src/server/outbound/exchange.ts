import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import type { Socket } from "node:net";
import { Fault } from "./reason.ts";

/** How much of an answer is read (bytes). */
export const ANSWER_LIMITS = { headers: 16 * 1024, body: 64 * 1024 } as const;

export interface Message {
  readonly method: string;
  /** What the first line of the request names. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What was read of it. */
  readonly body: Buffer;
}

/**
 * One request and its answer over a connection, which then is over. The status line decides: whatever
 * becomes of the body, and however slow it is, there is an answer once that has come. Redirects are answers,
 * and nothing is unpacked. Rejects with what went wrong before.
 *
 * `onStatus` is called when the status line and the headers are there.
 */
export function exchange(
  socket: Socket,
  message: Message,
  signal: AbortSignal,
  onStatus: () => void = () => {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const parts: Buffer[] = [];
  let head: IncomingMessage | null = null;
  let inAll = 0;
  let inBody = 0;

  // There is no agent, so that none takes a proxy from the environment, keeps a connection, or resolves a name.
  const asked = request({
    createConnection: () => socket,
    method: message.method,
    path: message.path,
    headers: message.headers,
    setHost: false,
    maxHeaderSize: ANSWER_LIMITS.headers,
    insecureHTTPParser: false,
  });
  asked.once("socket", () => socket.on("data", count));
  asked.on("response", (response) => {
    head = response;
    onStatus();
    response.on("data", keep);
    response.on("end", finish);
    response.on("error", finish);
    response.on("close", finish);
  });
  asked.on("upgrade", (response) => {
    head = response;
    onStatus();
    finish();
  });
  asked.on("error", finish);
  asked.on("close", finish);
  signal.addEventListener("abort", finish, { once: true });
  if (signal.aborted) finish();
  else asked.end(message.body);
  return promise;

  /** Bounds what the parser does not: early hints without end, blank lines before an answer, trailers. */
  function count(chunk: Buffer): void {
    inAll += chunk.length;
    if (inAll > ANSWER_LIMITS.headers + ANSWER_LIMITS.body) finish(new Fault("answer-too-large"));
  }

  function keep(chunk: Buffer): void {
    parts.push(chunk.subarray(0, ANSWER_LIMITS.body - inBody));
    inBody += chunk.length;
    if (inBody >= ANSWER_LIMITS.body) finish();
  }

  function finish(fault?: unknown): void {
    signal.removeEventListener("abort", finish);
    socket.destroy();
    asked.destroy();
    if (head === null) {
      reject(fault instanceof Error ? fault : new Fault("connection-lost"));
    } else {
      const { statusCode = 0, headers } = head;
      resolve({ status: statusCode, headers, body: Buffer.concat(parts) });
    }
  }
}
