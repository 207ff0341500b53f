import "server-only";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { fail, ok } from "../../shared/problem.ts";
import { refusalOf } from "../admit.ts";
import type { Tocsin } from "../tocsin.ts";
import { type Access, watchAccess } from "./access.ts";
import { addressOf } from "./address.ts";
import { ROUTES } from "./api.ts";
import { readBody } from "./body.ts";
import { Refusal } from "../store/refusal.ts";
import { answerProbe } from "./probes.ts";
import { refuseBody, sendJson, sendProblem } from "./respond.ts";
import { matchRoute, type Route } from "./route.ts";

/** Answers what is not the API: static files and pages. */
export type Rest = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * The way of every HTTP request: is it admitted, is it a probe, is it the API, else the rest. The
 * API does not pass through the page framework, which would cost it two thirds of its throughput.
 */
export function createListener(tocsin: Tocsin, rest: Rest): RequestListener {
  return (request, response) => {
    const access = watchAccess(tocsin, request, response);
    answer(tocsin, rest, request, response, access).catch((error: unknown) => {
      const isRefusal = error instanceof Refusal;
      if (!isRefusal) tocsin.log.error({ err: error, ...access }, "a request failed");
      if (response.headersSent) response.destroy();
      else if (isRefusal) sendProblem(response, error.problem);
      else sendProblem(response, INTERNAL, access.requestId);
    });
  };
}

const INTERNAL = fail("internal", "This has been logged.").problem;

async function answer(
  tocsin: Tocsin,
  rest: Rest,
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
): Promise<void> {
  const refusal = refusalOf(request, tocsin.config, !SAFE_METHODS.has(access.method));
  if (refusal !== null) return sendProblem(response, refusal);
  const address = addressOf(request.url ?? "");
  if (!address.ok) return sendProblem(response, address.problem);
  const url = address.value;
  if (url.pathname.startsWith("/api/")) return answerApi(tocsin, request, response, url, access);
  if (access.method !== "GET" && access.method !== "HEAD")
    return refuseMethod(response, "GET, HEAD");
  access.route = url.pathname;
  if (await answerProbe(tocsin, url.pathname, response)) return;
  access.route = "site";
  return rest(request, response, url);
}

async function answerApi(
  tocsin: Tocsin,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  access: Access,
): Promise<void> {
  const match = matchRoute(ROUTES, access.method, url.pathname);
  switch (match.type) {
    case "route":
      access.route = match.route.path;
      return call(tocsin, match.route, match.id, request, response, url);
    case "wrong-method":
      return refuseMethod(response, match.allow);
    case "none":
      if (url.pathname !== "/api/live") {
        return sendProblem(response, fail("not-found", `There is no ${url.pathname}.`).problem);
      }
      response.setHeader("upgrade", "websocket");
      return sendProblem(response, fail("upgrade-required", "Connect with WebSocket.").problem);
    default:
      return match satisfies never;
  }
}

async function call(
  tocsin: Tocsin,
  route: Route,
  id: number,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const { signal } = gone;
  try {
    const body = route.body === undefined ? ok(undefined) : await readBody(request);
    if (!body.ok) return await refuseBody(response, body.problem);
    const result = await route.handle(tocsin, {
      id,
      params: url.searchParams,
      body: body.value,
      signal,
    });
    if (result.ok) sendJson(response, 200, result.value);
    else sendProblem(response, result.problem);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function refuseMethod(response: ServerResponse, allow: string): void {
  response.setHeader("allow", allow);
  sendProblem(response, fail("method-not-allowed", `This address takes ${allow}.`).problem);
}
