import "server-only";
import type { IncomingMessage } from "node:http";
import { fail, type Problem } from "../shared/problem.ts";
import { type Config, isLoopback } from "./config.ts";

/**
 * Refuses what a page of another site may have sent through an operator's browser. The Host stops
 * names that were rebound to this machine; the Origin stops cross-site requests and sockets, which
 * no browser sends without one. Programs send none.
 */
export function refusalOf(
  request: IncomingMessage,
  { publicOrigin, host: listensOn }: Config,
  changes: boolean,
): Problem | null {
  const host = URL.parse(`http://${request.headers.host ?? ""}`);
  const isOwnHost = (url: URL) =>
    isLoopback(url.hostname) ||
    url.host === publicOrigin?.host ||
    url.hostname.replaceAll(/[[\]]/gu, "") === listensOn;
  if (host === null || !isOwnHost(host)) {
    return fail("forbidden-host", "Host: this server answers to loopback and PUBLIC_ORIGIN only.")
      .problem;
  }
  const { origin } = request.headers;
  if (!changes || origin === undefined) return null;
  const from = URL.parse(origin);
  // What speaks for the public name without its encryption may be anyone on the way.
  const isPublic = host.host === publicOrigin?.host;
  const isOwnOrigin = origin === publicOrigin?.origin || (!isPublic && from?.host === host.host);
  if (isOwnOrigin) return null;
  return fail("forbidden-origin", `Origin: ${origin} may not do this.`).problem;
}
