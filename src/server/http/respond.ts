import "server-only";
import type { ServerResponse } from "node:http";
import { type Problem, PROBLEMS } from "../../shared/problem.ts";

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  sendText(response, status, "application/json; charset=utf-8", JSON.stringify(value));
}

/** Answers with a problem (RFC 9457). */
export function sendProblem(response: ServerResponse, { code, detail }: Problem): void {
  const { status, title } = PROBLEMS[code];
  const type = `urn:tocsin:problem:${code}`;
  if (status === 503) response.setHeader("retry-after", "1");
  sendText(
    response,
    status,
    "application/problem+json; charset=utf-8",
    JSON.stringify({ type, title, status, detail, code }),
  );
}

export function sendText(
  response: ServerResponse,
  status: number,
  contentType: string,
  text: string,
): void {
  response.writeHead(status, {
    "content-type": contentType,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
  });
  response.end(text);
}
