import "server-only";
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import sirv from "sirv";
import type { sendNodeResponse } from "srvx/node";
import { signInPath } from "../../protocol/return-to.ts";
import { fail, type Problem } from "../../domain/problem.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Identification } from "../http/gate.ts";
import type { Rest } from "../http/listener.ts";
import { type Reading, withReading } from "./reading.ts";
import { SECURITY_HEADERS, sendProblem } from "../http/respond.ts";

/** Tell the page its nonce, and how whoever has signed in wants to have it. */
const NONCE_HEADER = "x-tocsin-nonce";
const PREFERENCES_HEADER = "x-tocsin-preferences";

/** Longest that a page may take to render (ms): its data has a deadline of half of that. */
const RENDER_WITHIN = 10_000;

/** Built files under their hashed names never change. */
const HASHED = /^\/_build\//u;
const FOREVER = "public, max-age=31536000, immutable";
const AN_HOUR = "public, max-age=3600";

/** Where the framework calls functions of ours with arguments that anyone may write. */
const FUNCTIONS = /^\/_server(?:\/|$)/u;

/** The page framework, as far as it concerns us. */
export interface Pages {
  fetch(request: Request): Response | Promise<Response>;
  readonly config: {
    silent?: boolean;
    onError?(error: Error, event: { readonly req: Request }): void;
  };
}

export interface Site {
  readonly answer: Rest;
  /**
   * The framework is loaded, and it what a page is made of, when the first page is asked for. That takes a quarter of a
   * second and more, and after a restart a crowd waits. Rejects where it cannot be loaded.
   */
  readonly warmUp: () => Promise<void>;
}

/** What pages read, and whether there is anybody to sign in as. */
export interface SiteParts {
  /** Below which path browsers find it; ends in a slash. */
  readonly basePath: string;
  /** Null where nobody has signed in. */
  readonly readingFor: (principal: Principal | null) => Reading;
  readonly isSetUp: () => boolean;
}

/** The built site: static files from a folder, and pages from the framework, which read there. */
export function createSite(
  folder: string,
  load: () => Promise<Pages>,
  { basePath, readingFor, isSetUp }: SiteParts,
): Site {
  let loading: Promise<Framework> | undefined;
  const framework = (): Promise<Framework> => (loading ??= loadFramework(load));
  const files = sirv(folder, { etag: true, gzip: true, brotli: true });

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    callerOf: () => Promise<Identification>,
  ): Promise<void> {
    response.setHeaders(new Map(Object.entries(SECURITY_HEADERS)));
    if (isFile(url.pathname)) {
      // Before sirv, which would leave it out where it answers that nothing has changed.
      response.setHeader("cache-control", HASHED.test(url.pathname) ? FOREVER : AN_HOUR);
      const isMissing = await new Promise<boolean>((resolve) => {
        response.once("close", () => resolve(false));
        files(request, response, () => resolve(true));
      });
      if (!isMissing) return;
    }
    // Our pages are read whole, and never call back.
    if (FUNCTIONS.test(url.pathname)) {
      return sendProblem(response, fail("not-found", `There is no ${url.pathname}.`).problem);
    }
    const visit = visitOf(url, await callerOf(), isSetUp());
    switch (visit.type) {
      case "shown":
        return sendPage(request, response, url, visit.principal);
      case "led":
        return lead(response, basePath + visit.location.slice(1));
      case "refused":
        return sendProblem(response, visit.problem);
      default:
        return visit satisfies never;
    }
  }

  /** Nothing of a request reaches the framework but its address: no cookie, no other header. */
  async function sendPage(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    principal: Principal | null,
  ): Promise<void> {
    const nonce = randomBytes(16).toString("base64");
    // As the browser has it, so that the page is rendered for the same address there.
    const address = new URL(basePath + url.pathname.slice(1) + url.search, url);
    const reading = readingFor(principal);
    const preferences = await reading.preferences();
    const asked = new Request(address, {
      headers: {
        [NONCE_HEADER]: nonce,
        ...(preferences !== null && { [PREFERENCES_HEADER]: JSON.stringify(preferences) }),
      },
    });
    const { pages, errors, send } = await framework();
    const page = await inTime(withReading(reading, () => pages.fetch(asked)));
    const error = errors.get(asked);
    if (error !== undefined) throw error;
    setPageHeaders(response, nonce);
    await send(response, acceptsGzip(request) ? compressed(page) : page);
  }

  async function warmUp(): Promise<void> {
    const { pages } = await framework();
    const asked = new Request(`http://localhost${basePath}`);
    const page = await withReading(readingFor(null), () => pages.fetch(asked));
    await page.text();
  }

  return { answer, warmUp };
}

const SETUP = "/setup";
/** Pages that anyone may see. */
const OPEN_PAGES: ReadonlySet<string> = new Set(["/sign-in", SETUP]);

/** What becomes of somebody who wants to see a page: nobody's name is null. */
export type Visit =
  | { readonly type: "shown"; readonly principal: Principal | null }
  | { readonly type: "led"; readonly location: string }
  | { readonly type: "refused"; readonly problem: Problem };

/** Whoever must sign in first is led there, or to where the first admin is made. */
export function visitOf(url: URL, caller: Identification, isSetUp: boolean): Visit {
  if (caller.ok) return { type: "shown", principal: caller.value.principal };
  if (OPEN_PAGES.has(url.pathname)) return { type: "shown", principal: null };
  const { problem } = caller;
  // Whoever has come in and may do nothing here would only be led round and round.
  if (problem.code !== "sign-in-required") return { type: "refused", problem };
  return { type: "led", location: isSetUp ? signInPath(`${url.pathname}${url.search}`) : SETUP };
}

/** Sends a browser to another page of ours. */
export function lead(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, "cache-control": "no-store" }).end();
}

interface Framework {
  readonly pages: Pages;
  /** What failed, by the request that it belongs to. */
  readonly errors: WeakMap<Request, Error>;
  readonly send: typeof sendNodeResponse;
}

/** Together with what sends its answers, which is its own: Node loads all of `fetch` for that. */
async function loadFramework(load: () => Promise<Pages>): Promise<Framework> {
  const [pages, { sendNodeResponse: send }] = await Promise.all([load(), import("srvx/node")]);
  return { pages, errors: collectErrors(pages), send };
}

/** What fails in the framework is ours to log, with the request that it belongs to. */
function collectErrors({ config }: Pages): WeakMap<Request, Error> {
  const errors = new WeakMap<Request, Error>();
  config.silent = true;
  config.onError = (error, { req }) => void errors.set(req, error);
  return errors;
}

/** The framework waits for ever for a part of the page that fails to load. */
async function inTime<T>(rendering: T | Promise<T>): Promise<T> {
  const late = new AbortController();
  const timeout = delay(RENDER_WITHIN, undefined, { signal: late.signal }).then(() => {
    throw new Error("The page was not rendered in time.");
  });
  try {
    return await Promise.race([rendering, timeout]);
  } finally {
    timeout.catch(() => {});
    late.abort();
  }
}

function acceptsGzip(request: IncomingMessage): boolean {
  return /\bgzip\b/u.test(String(request.headers["accept-encoding"]));
}

/** Rows of a feed are alike, so a page shrinks to a tenth. */
function compressed(page: Response): Response {
  if (page.body === null) return page;
  const headers = new Headers(page.headers);
  headers.set("content-encoding", "gzip");
  headers.append("vary", "accept-encoding");
  headers.delete("content-length");
  const body = page.body.pipeThrough(new CompressionStream("gzip"));
  return new Response(body, { status: page.status, headers });
}

/** Asking the disk costs more than most pages; only such paths can be files. */
function isFile(pathname: string): boolean {
  return /\.[a-z0-9]+$/iu.test(pathname);
}

/**
 * A page is true at the moment it was made: going Back, a browser would show what it has kept however
 * old it is, with a time that has passed for "now", unless it may keep nothing.
 */
function setPageHeaders(response: ServerResponse, nonce: string): void {
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  response.setHeader("content-security-policy", policy.join("; "));
  response.setHeader("cache-control", "no-store");
  response.setHeader("permissions-policy", "camera=(), geolocation=(), microphone=()");
}
