import "server-only";
import type { IncomingMessage } from "node:http";
import { fail, type Problem } from "../shared/problem.ts";
import { type Config, isLoopback } from "./config.ts";

/**
 * Refuses what a page of another site may have sent through an operator's browser. The Host stops
 * names that were rebound to this machine; the Origin stops cross-site requests and sockets, which
 * no browser sends without one. Programs send none, and may call it by `anyHost` where the address
 * is for them alone.
 */
export function refusalOf(
  request: IncomingMessage,
  { publicOrigin, host: listensOn }: Config,
  changes: boolean,
  anyHost = false,
): Problem | null {
  const host = hostOf(request);
  const isOwnHost = (url: URL) =>
    isLoopback(url.hostname) ||
    url.host === publicOrigin?.host ||
    url.hostname.replaceAll(/[[\]]/gu, "") === listensOn;
  const { origin } = request.headers;
  if (host === null || !(isOwnHost(host) || (anyHost && origin === undefined))) {
    return fail("forbidden-host", OWN_HOSTS).problem;
  }
  if (!changes || origin === undefined) return null;
  // What speaks for the public name without its encryption may be anyone on the way, and what
  // speaks with encryption for ours, where we have none, is another server.
  const isPublic = host.host === publicOrigin?.host;
  const isOwnOrigin = origin === publicOrigin?.origin || (!isPublic && origin === host.origin);
  if (isOwnOrigin) return null;
  return fail("forbidden-origin", `Origin: ${origin} may not do this.`).problem;
}

const OWN_HOSTS =
  "Host: this server answers to loopback and PUBLIC_ORIGIN only, and below /api/ingest to any name.";

/** Null where there is not exactly one: two are a sign that somebody else reads another one. */
function hostOf({ headers, headersDistinct }: IncomingMessage): URL | null {
  const isName = /^[\w.:[\]-]+$/u.test(headers.host ?? "");
  const isOne = (headersDistinct["host"] ?? []).length <= 1;
  return isName && isOne ? URL.parse(`http://${headers.host}`) : null;
}
