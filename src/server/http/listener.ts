import "server-only";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Need } from "../../domain/principal.ts";
import { fail, ok, type Problem, type Result } from "../../domain/problem.ts";
import { PROBLEMS } from "../../domain/problems.ts";
import { type Admission, refusalOf } from "./admit.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import type { Log } from "../telemetry/log.ts";
import type { Refusals, Sender } from "../telemetry/refusals.ts";
import { type Access, watchAccess } from "./access.ts";
import { addressOf } from "./address.ts";
import { enter } from "./base-path.ts";
import { readBody } from "./body.ts";
import { Refusal } from "../store/refusal.ts";
import { type Identification, identified, type Identify, passes } from "./gate.ts";
import { nearest } from "./nearest.ts";
import { Accepted } from "./accepted.ts";
import { Download, sendDownload } from "./download.ts";
import { refuseBody, sendProblem, sendResult } from "./respond.ts";
import { type ClientOf, pathOf, senderOf } from "./sender.ts";
import { type Call, createMatchRoute, type Match, type MatchRoute, type Route } from "./route.ts";

/** Answers what is not the API: pages, and static files, which are the same for whoever asks. */
export type Rest = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  callerOf: () => Promise<Identification>,
) => Promise<void>;

/** What orchestrators and Prometheus ask, and what it needs. */
export interface Probe {
  readonly need: Need;
  readonly answer: (response: ServerResponse) => Promise<void>;
}

export type Probes = ReadonlyMap<string, Probe>;

/** Sends a browser to an identity provider, and takes it back. */
export type Redirects = ReadonlyMap<
  string,
  (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>
>;

/** What a request may come to, and who is told of it. */
export interface Answering {
  readonly admission: Admission;
  readonly routes: readonly Route[];
  readonly probes: Probes;
  readonly redirects: Redirects;
  readonly rest: Rest;
  readonly identify: Identify;
  /** Where a request comes from, as far as trusted proxies tell. */
  readonly clientOf: ClientOf;
  /** Takes back a cookie that is of no use any more. */
  readonly clearedCookie: string;
  readonly log: Log;
  readonly refusals: Refusals;
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * The way of every HTTP request: is it admitted, is it a probe, is it the API, else the rest. The
 * API does not pass through the page framework, which would cost it two thirds of its throughput.
 */
export function createListener(answering: Answering): RequestListener {
  const { log } = answering;
  const matchRoute = createMatchRoute(answering.routes);
  return (request, response) => {
    const access = watchAccess(request, response, log);
    const isInside = enter(request, answering.admission.basePath);
    answer({ ...answering, matchRoute, request, response, access, isInside }).catch(
      (error: unknown) => {
        const isRefusal = error instanceof Refusal;
        if (!isRefusal) log.error({ err: error, ...access }, "a request failed");
        if (response.headersSent) response.destroy();
        else if (isRefusal) sendProblem(response, error.problem);
        else sendProblem(response, INTERNAL, access.requestId);
      },
    );
  };
}

const INTERNAL = fail("internal", "This has been logged.").problem;

/** A request on its way, and where its answer goes. */
interface Exchange extends Answering {
  readonly matchRoute: MatchRoute;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly access: Access;
  /** Whether it is for what lies below the base path; else only probes answer. */
  readonly isInside: boolean;
}

async function answer(exchange: Exchange): Promise<void> {
  const { admission, probes, redirects, request, response, access, isInside } = exchange;
  const address = addressOf(request.url ?? "");
  const path = address.ok ? address.value.pathname : "";
  const match: Match = isInside ? exchange.matchRoute(access.method, path) : { type: "none" };
  // Probes ask by whatever address a machine has.
  const probe = probes.get(path);
  const anyHost = probe !== undefined || (match.type === "route" && match.route.anyHost === true);
  const changes = !SAFE_METHODS.has(access.method);
  const refusal = refusalOf(request, admission, changes, anyHost);
  if (refusal !== null) return refuse(exchange, refusal);
  if (!address.ok) return refuseAddress(exchange, address.problem);
  if (!isInside && probe === undefined) return refuseOutside(exchange);
  if (path.startsWith("/api/")) return answerApi(exchange, match, address.value);
  if (access.method !== "GET" && access.method !== "HEAD")
    return refuseMethod(exchange, path, "GET, HEAD");
  access.route = probe === undefined ? "site" : path;
  if (probe !== undefined) return answerProbe(exchange, probe);
  const redirect = redirects.get(path);
  if (redirect !== undefined) return redirect(request, response, address.value);
  return exchange.rest(request, response, address.value, () => callerOf(exchange));
}

/** Who calls. A cookie that has ended is taken back, lest it is shown for ever. */
async function callerOf({
  identify,
  request,
  response,
  clearedCookie,
}: Exchange): Promise<Identification> {
  const caller = await identified(identify, request);
  if (!caller.ok && caller.staleCookie) response.appendHeader("set-cookie", clearedCookie);
  return caller;
}

async function answerProbe(exchange: Exchange, { need, answer }: Probe): Promise<void> {
  if (need !== "nothing") {
    const caller = await callerOf(exchange);
    const passed = caller.ok ? passes(caller.value, need, false, undefined) : caller;
    if (!passed.ok) return refuse(exchange, passed.problem);
  }
  return answer(exchange.response);
}

/** Somebody who has forgotten the base path, or whose proxy cuts it off. */
function refuseOutside(exchange: Exchange): void {
  const path = pathOf(exchange.request);
  const detail = `There is no ${path}. All of Tocsin lies below ${exchange.admission.basePath} here.`;
  refuse(exchange, fail("not-found", detail).problem);
}

function refuseAddress(exchange: Exchange, { code, detail }: Problem): void {
  const hint = code === "not-found" ? hintFor(exchange, pathOf(exchange.request)) : "";
  refuse(exchange, fail(code, detail + hint).problem);
}

async function answerApi(exchange: Exchange, match: Match, url: URL): Promise<void> {
  const { response, access } = exchange;
  switch (match.type) {
    case "route":
      access.route = match.route.path;
      return call(exchange, match, url);
    case "wrong-method":
      return refuseMethod(exchange, url.pathname, match.allow);
    case "none":
      if (url.pathname !== "/api/live") {
        const hint = hintFor(exchange, url.pathname);
        return refuse(exchange, fail("not-found", `There is no ${url.pathname}.${hint}`).problem);
      }
      response.setHeader("upgrade", "websocket");
      return refuse(exchange, fail("upgrade-required", "Connect with WebSocket.").problem);
    default:
      return match satisfies never;
  }
}

async function call(
  exchange: Exchange,
  { route, id, name }: Extract<Match, { type: "route" }>,
  url: URL,
): Promise<void> {
  const { request, response } = exchange;
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const { signal } = gone;
  const parse = route.parse ?? JSON.parse;
  try {
    const caller = await callerOf(exchange);
    const sender = senderOf(request, exchange.clientOf, {
      source: route.source,
      principal: caller.ok ? caller.value.principal : null,
    });
    const early = passedBy(exchange, route, caller);
    if (!early.ok) {
      noteRefusal(exchange, early.problem, sender);
      // Whoever may not do this is not listened to.
      return await refuseBody(response, early.problem);
    }
    const body =
      route.body === undefined
        ? ok(undefined)
        : await readBody(request, parse, route.need === "nothing");
    if (!body.ok) {
      noteRefusal(exchange, body.problem, sender);
      return await refuseBody(response, body.problem);
    }
    // A body takes as long as its sender likes, and their right may have ended meanwhile.
    const passed =
      route.body === undefined
        ? early
        : passedBy(exchange, route, await identified(exchange.identify, request));
    if (!passed.ok) {
      noteRefusal(exchange, passed.problem, sender);
      return sendProblem(response, passed.problem);
    }
    const params = url.searchParams;
    const result = await passed.value({
      id,
      name,
      params,
      body: body.value,
      signal,
      sender,
      address: sender.from,
      userAgent: request.headers["user-agent"] ?? "",
      // In place of one that takes back what has ended: a browser is told one thing.
      setCookie: (cookie) => void response.setHeader("set-cookie", cookie),
    });
    if (result.ok && result.value instanceof Download)
      return await sendDownload(request, response, result.value);
    if (result.ok && result.value instanceof Accepted)
      return sendResult(response, 202, result.value.value);
    if (result.ok) return sendResult(response, route.status ?? 200, result.value);
    noteRefusal(exchange, result.problem, sender);
    sendProblem(response, result.problem);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

type Handle = (call: Omit<Call, "caller">) => Promise<Result<unknown>> | Result<unknown>;

/** What the route does for whoever calls, or why it does nothing for them. */
function passedBy(
  { request, access }: Exchange,
  route: Route,
  caller: Identification,
): Result<Handle> {
  if (!caller.ok)
    return route.need === "nothing" ? ok((call) => route.handle({ ...call, caller })) : caller;
  const changes = !SAFE_METHODS.has(access.method) && route.bringsProof !== true;
  const passed = passes(caller.value, route.need, changes, request.headers.origin);
  if (!passed.ok) return passed;
  const { value: principal } = passed;
  return ok((call) => route.handle({ ...call, caller: passed, principal }));
}

function refuseMethod(exchange: Exchange, path: string, allow: string): void {
  exchange.response.setHeader("allow", allow);
  const hint = allow.includes("POST") ? "" : hintFor(exchange, path);
  const detail = `This address takes ${allow}.${hint}`;
  refuse(exchange, fail("method-not-allowed", detail).problem);
}

/** Who has come to a wrong place is told of the right one. */
function hintFor({ routes, access }: Exchange, path: string): string {
  const places = routes.filter(
    (route) => route.method === access.method && !route.path.includes(":"),
  );
  const place = nearest(path, [...new Set(places.map((route) => route.path))]);
  return place === null ? "" : ` Did you mean ${place}?`;
}

function refuse(exchange: Exchange, problem: Problem): void {
  noteRefusal(exchange, problem, senderOf(exchange.request, exchange.clientOf));
  sendProblem(exchange.response, problem);
}

/** Answers to operators, such as that an alert has been resolved meanwhile, are no refusals. */
function noteRefusal({ refusals }: Exchange, problem: Problem, sender: Sender): void {
  const { status } = PROBLEMS[problem.code];
  if (status >= 500 || status === 409 || problem.code === "alert-not-found") return;
  publishFact(CHANNELS.refusal, { code: problem.code });
  // What was wrong with each alert has been told already.
  if (problem.code !== "nothing-kept") refusals.tell(problem, sender);
}
