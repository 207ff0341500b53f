import { isIP } from "node:net";

/** What an address that people typed leads to. Everything is read off this, never off the text. */
export interface Target {
  readonly isSecure: boolean;
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** As the header `Host` says it: without the port where that is the scheme's own. */
  readonly authority: string;
  /** Path and query. What stood behind `#` is no part of any request. */
  readonly path: string;
}

/** Longer addresses are no receiver's. */
const LONGEST = 4096;

/** A name in the DNS or in a hosts file, as URLs write it; a dot at its end says that it is whole. */
const NAME =
  /^(?=.{1,253}\.?$)[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?(?:\.[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?)*\.?$/u;

const PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/**
 * What the address names, null where it is not one of http or https, has a user in it, or a host that
 * is neither an address nor a name. Whether it may be called is another question: see `guard.ts`.
 */
export function targetOf(text: string): Target | null {
  const url = text.length <= LONGEST ? URL.parse(text) : null;
  const own = PORTS[url?.protocol ?? ""];
  if (url === null || own === undefined || url.username !== "" || url.password !== "") return null;
  const host = url.hostname.replace(/^\[(.*)\]$/u, "$1");
  const port = url.port === "" ? own : Number(url.port);
  if (port === 0 || (isIP(host) === 0 && !NAME.test(host))) return null;
  return {
    isSecure: url.protocol === "https:",
    host,
    port,
    authority: url.host,
    path: url.pathname + url.search,
  };
}
