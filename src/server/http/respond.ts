import "server-only";
import { once } from "node:events";
import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Problem } from "../../domain/problem.ts";
import { PROBLEMS } from "../../domain/problems.ts";
import { JsonText } from "../store/json-text.ts";

/** What no answer goes without. Pages have a policy of their own. */
export const SECURITY_HEADERS = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/** How long (ms) a refused sender is listened to. */
const LINGER = 5_000;

const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** Answers with JSON, which the value may be already. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const text = value instanceof JsonText ? value.text : JSON.stringify(value);
  sendText(response, status, "application/json; charset=utf-8", text);
}

/** The same, with no body where the status has none. */
export function sendResult(response: ServerResponse, status: number, value: unknown): void {
  if (status !== 204) return sendJson(response, status, value);
  response.writeHead(status, { ...SECURITY_HEADERS, "cache-control": "no-store" }).end();
}

/** Answers with a problem (RFC 9457), which names the request where the log has more to say. */
export function sendProblem(response: ServerResponse, problem: Problem, requestId?: string): void {
  const { status } = PROBLEMS[problem.code];
  setProblemHeaders(response, problem);
  sendText(response, status, PROBLEM_TYPE, written(problem, requestId));
}

/**
 * Answers with a problem amid the body, whose rest is not worth reading, and hangs up when that has
 * been sent: hanging up before would take the answer away from a sender who has not looked for it
 * yet (RFC 9112, section 9.6).
 */
export async function refuseBody(response: ServerResponse, problem: Problem): Promise<void> {
  const { req: request } = response;
  request.resume();
  if (request.complete) return sendProblem(response, problem);
  const text = written(problem);
  setProblemHeaders(response, problem);
  response.setHeader("connection", "close");
  sendHead(response, PROBLEMS[problem.code].status, PROBLEM_TYPE, text);
  response.write(text);
  await once(request, "close", { signal: AbortSignal.timeout(LINGER) }).catch(() => undefined);
  response.end();
}

export function sendText(
  response: ServerResponse,
  status: number,
  contentType: string,
  text: string,
): void {
  sendHead(response, status, contentType, text);
  response.end(text);
}

function sendHead(
  response: ServerResponse,
  status: number,
  contentType: string,
  text: string,
): void {
  response.writeHead(status, { ...SECURITY_HEADERS, ...describing(contentType, text) });
}

/** Answers with a problem where there is no response to write to, and hangs up. */
export function endWithProblem(socket: Duplex, problem: Problem): void {
  const { status } = PROBLEMS[problem.code];
  const text = written(problem);
  const headers = {
    ...SECURITY_HEADERS,
    ...describing(PROBLEM_TYPE, text),
    ...headersOf(problem),
    connection: "close",
  };
  socket.on("error", () => socket.destroy());
  // Whoever does not hang up in turn would hold the socket for good.
  socket.once("finish", () => socket.destroy());
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", text].join("\r\n"));
}

function setProblemHeaders(response: ServerResponse, problem: Problem): void {
  for (const [name, value] of Object.entries(headersOf(problem))) response.setHeader(name, value);
}

/** What a problem says in headers, too. */
function headersOf(problem: Problem): Readonly<Record<string, string>> {
  const seconds = retryAfterOf(problem);
  const challenge = challengeOf(problem);
  return {
    ...(seconds === null ? {} : { "retry-after": String(seconds) }),
    ...(challenge === null ? {} : { "www-authenticate": challenge }),
  };
}

/**
 * What a 401 must name (RFC 9110, section 15.5.2). Basic is taken, too, but not named: browsers would
 * ask for a name and a password in a window of their own.
 */
function challengeOf({ code }: Problem): string | null {
  return PROBLEMS[code].status === 401 ? "Bearer" : null;
}

/** After how many seconds to try again, null where that would not help. */
function retryAfterOf({ code, retryAfter }: Problem): number | null {
  return retryAfter ?? (PROBLEMS[code].status === 503 ? 1 : null);
}

function written({ code, detail, more }: Problem, requestId?: string): string {
  const { status, title } = PROBLEMS[code];
  const instance = requestId === undefined ? {} : { instance: `urn:tocsin:request:${requestId}` };
  const type = `urn:tocsin:problem:${code}`;
  return JSON.stringify({ type, title, status, detail, code, ...instance, ...more });
}

function describing(contentType: string, text: string) {
  return {
    "content-type": contentType,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
  };
}
