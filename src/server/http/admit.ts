import "server-only";
import type { IncomingMessage } from "node:http";
import { fail, type Problem } from "../../domain/problem.ts";
import { type AllowedHost, bare, isAllowed, isLoopback } from "./host.ts";

/** Under which names the server answers, and whose pages may change something. */
export interface Admission {
  /** Where browsers find it, null where only this machine does. */
  readonly publicOrigin: URL | null;
  /** Below which path it answers; ends in a slash. */
  readonly basePath: string;
  readonly allowedHosts: readonly AllowedHost[];
  /** What it listens on. */
  readonly host: string;
}

/**
 * Refuses what a page of another site may have sent through an operator's browser. The Host stops
 * names that were rebound to this machine; the Origin stops cross-site requests and sockets, which
 * no browser sends without one. Programs send none, and may call it by any of the hosts that are
 * allowed, or by `anyHost` where the address is for them alone.
 */
export function refusalOf(
  request: IncomingMessage,
  { publicOrigin, allowedHosts, host: listensOn }: Admission,
  changes: boolean,
  anyHost = false,
): Problem | null {
  const { origin } = request.headers;
  const forAnyone = anyHost && origin === undefined;
  const host = hostOf(request);
  if (host === null) return forAnyone && isBeforeHosts(request) ? null : FORBIDDEN_HOST;
  const isPublic = host.host === publicOrigin?.host;
  const isOwn = isPublic || isLoopback(bare(host.hostname)) || bare(host.hostname) === listensOn;
  const isFromPublic = publicOrigin !== null && origin === publicOrigin.origin;
  // A proxy may ask by such a name for those who are at the public one.
  const isNamed = isAllowed(allowedHosts, host) && (origin === undefined || isFromPublic);
  if (!isOwn && !isNamed && !forAnyone) return FORBIDDEN_HOST;
  if (!changes || origin === undefined || isFromPublic) return null;
  // What speaks for the public name without its encryption may be anyone on the way, and what
  // speaks with encryption for ours, where we have none, is another server.
  if (!isPublic && origin === host.origin) return null;
  return fail("forbidden-origin", `Origin: ${origin} may not do this.`).problem;
}

const FORBIDDEN_HOST = fail(
  "forbidden-host",
  "Host: this server answers to loopback, PUBLIC_ORIGIN and ALLOWED_HOSTS only, but below /api/ingest and to probes under any name.",
).problem;

/** Null where there is not exactly one: two are a sign that somebody else reads another one. */
function hostOf({ headers, headersDistinct }: IncomingMessage): URL | null {
  const isName = /^[\w.:[\]-]+$/u.test(headers.host ?? "");
  const isOne = (headersDistinct["host"] ?? []).length <= 1;
  return isName && isOne ? URL.parse(`http://${headers.host}`) : null;
}

/** HTTP/1.0, in which HAProxy asks how we are, needs no Host. */
function isBeforeHosts({ httpVersion, headers }: IncomingMessage): boolean {
  return httpVersion === "1.0" && headers.host === undefined;
}
