import "server-only";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { fail, ok, type Problem, PROBLEMS } from "../../domain/problem.ts";
import { refusalOf } from "./admit.ts";
import { parseExactly } from "../ingest/exact-json.ts";
import type { Sender } from "../telemetry/refusals.ts";
import type { Tocsin } from "../process/tocsin.ts";
import { type Access, watchAccess } from "./access.ts";
import { addressOf } from "./address.ts";
import { ROUTES } from "../api/alerts.ts";
import { readBody } from "./body.ts";
import { Refusal } from "../store/sqlite/file/refusal.ts";
import { nearest } from "./nearest.ts";
import { answerProbe, isProbe } from "../api/probes.ts";
import { refuseBody, sendJson, sendProblem } from "./respond.ts";
import { pathOf, senderOf } from "./sender.ts";
import { type Match, matchRoute, type Route } from "./route.ts";

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
    answer({ tocsin, request, response, access }, rest).catch((error: unknown) => {
      const isRefusal = error instanceof Refusal;
      if (!isRefusal) tocsin.log.error({ err: error, ...access }, "a request failed");
      if (response.headersSent) response.destroy();
      else if (isRefusal) sendProblem(response, error.problem);
      else sendProblem(response, INTERNAL, access.requestId);
    });
  };
}

const INTERNAL = fail("internal", "This has been logged.").problem;

/** A request on its way, and where its answer goes. */
interface Exchange {
  readonly tocsin: Tocsin;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly access: Access;
}

async function answer(exchange: Exchange, rest: Rest): Promise<void> {
  const { tocsin, request, response, access } = exchange;
  const address = addressOf(request.url ?? "");
  const path = address.ok ? address.value.pathname : "";
  const match = matchRoute(ROUTES, access.method, path);
  // Probes ask by whatever address a machine has.
  const anyHost = isProbe(path) || (match.type === "route" && match.route.anyHost === true);
  const changes = !SAFE_METHODS.has(access.method);
  const refusal = refusalOf(request, tocsin.config, changes, anyHost);
  if (refusal !== null) return refuse(exchange, refusal);
  if (!address.ok) return refuseAddress(exchange, address.problem);
  if (path.startsWith("/api/")) return answerApi(exchange, match, address.value);
  if (access.method !== "GET" && access.method !== "HEAD")
    return refuseMethod(exchange, path, "GET, HEAD");
  access.route = path;
  if (await answerProbe(tocsin, path, response)) return;
  access.route = "site";
  return rest(request, response, address.value);
}

function refuseAddress(exchange: Exchange, { code, detail }: Problem): void {
  const { access, request } = exchange;
  const hint = code === "not-found" ? hintFor(access.method, pathOf(request)) : "";
  refuse(exchange, fail(code, detail + hint).problem);
}

async function answerApi(exchange: Exchange, match: Match, url: URL): Promise<void> {
  const { response, access } = exchange;
  switch (match.type) {
    case "route":
      access.route = match.route.path;
      return call(exchange, match.route, match.id, url);
    case "wrong-method":
      return refuseMethod(exchange, url.pathname, match.allow);
    case "none":
      if (url.pathname !== "/api/live") {
        const hint = hintFor(access.method, url.pathname);
        return refuse(exchange, fail("not-found", `There is no ${url.pathname}.${hint}`).problem);
      }
      response.setHeader("upgrade", "websocket");
      return refuse(exchange, fail("upgrade-required", "Connect with WebSocket.").problem);
    default:
      return match satisfies never;
  }
}

async function call(exchange: Exchange, route: Route, id: number, url: URL): Promise<void> {
  const { tocsin, request, response } = exchange;
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const { signal } = gone;
  const sender = senderOf(request, route.source);
  // The digits of a number may be a name, where alerts are taken in.
  const parse = route.source === undefined ? JSON.parse : parseExactly;
  try {
    const body = route.body === undefined ? ok(undefined) : await readBody(request, parse);
    if (!body.ok) {
      noteRefusal(tocsin, body.problem, sender);
      return await refuseBody(response, body.problem);
    }
    const params = url.searchParams;
    const result = await route.handle(tocsin, { id, params, body: body.value, signal, sender });
    if (result.ok) return sendJson(response, route.status ?? 200, result.value);
    noteRefusal(tocsin, result.problem, sender);
    sendProblem(response, result.problem);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function refuseMethod(exchange: Exchange, path: string, allow: string): void {
  exchange.response.setHeader("allow", allow);
  const hint = allow.includes("POST") ? "" : hintFor(exchange.access.method, path);
  const detail = `This address takes ${allow}.${hint}`;
  refuse(exchange, fail("method-not-allowed", detail).problem);
}

/** Who has come to a wrong place is told of the right one. */
function hintFor(method: string, path: string): string {
  const routes = ROUTES.filter((route) => route.method === method && !route.path.includes(":"));
  const place = nearest(path, [...new Set(routes.map((route) => route.path))]);
  return place === null ? "" : ` Did you mean ${place}?`;
}

function refuse({ tocsin, request, response }: Exchange, problem: Problem): void {
  noteRefusal(tocsin, problem, senderOf(request));
  sendProblem(response, problem);
}

/** Answers to operators, such as that an alert has been resolved meanwhile, are no refusals. */
function noteRefusal({ metrics, refusals }: Tocsin, problem: Problem, sender: Sender): void {
  const { status } = PROBLEMS[problem.code];
  if (status >= 500 || status === 409 || problem.code === "alert-not-found") return;
  metrics.refused(problem.code);
  // What was wrong with each alert has been told already.
  if (problem.code !== "nothing-kept") refusals.tell(problem, sender);
}
