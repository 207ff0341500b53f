import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import type { Socket } from "node:net";
import { Fault, type Reason, reasonOf } from "./reason.ts";

/** How much is read before an answer's body (bytes). */
const LONGEST_HEAD = 16 * 1024;

export interface Message {
  readonly method: string;
  /** What the first line of the request names. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How much of the answer's body is read (bytes). */
  readonly longest: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What was read of it. */
  readonly body: Buffer;
  /** Why that is not all of it; null where it is. */
  readonly cut: Reason | null;
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
  let isWhole = false;
  let isOver = false;

  // There is no agent, so that none takes a proxy from the environment, keeps a connection, or resolves a name.
  const asked = request({
    createConnection: () => socket,
    method: message.method,
    path: message.path,
    headers: message.headers,
    setHost: false,
    maxHeaderSize: LONGEST_HEAD,
    insecureHTTPParser: false,
  });
  asked.once("socket", () => socket.on("data", count));
  asked.on("response", (response) => {
    head = response;
    onStatus();
    response.on("data", keep);
    response.on("end", () => {
      isWhole = true;
      finish();
    });
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
    if (inAll > LONGEST_HEAD + message.longest) finish(new Fault("answer-too-large"));
  }

  function keep(chunk: Buffer): void {
    parts.push(chunk.subarray(0, message.longest - inBody));
    inBody += chunk.length;
    if (inBody > message.longest) finish(new Fault("answer-too-large"));
  }

  /** What comes after the first end, such as the close after it, changes nothing. */
  function finish(event?: unknown): void {
    if (isOver) return;
    isOver = true;
    signal.removeEventListener("abort", finish);
    socket.destroy();
    asked.destroy();
    if (head === null) {
      reject(faultOf(event, signal));
    } else {
      const { statusCode = 0, headers } = head;
      const cut = isWhole ? null : reasonOf(faultOf(event, signal));
      resolve({ status: statusCode, headers, body: Buffer.concat(parts), cut });
    }
  }
}

function faultOf(event: unknown, { aborted }: AbortSignal): Error {
  return event instanceof Error ? event : new Fault(aborted ? "timeout" : "connection-lost");
}
