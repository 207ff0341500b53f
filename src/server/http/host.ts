import { isIP, isIPv6 } from "node:net";

/** A host that may be asked for, at this port or, where that is null, at any. */
export interface AllowedHost {
  readonly host: string;
  readonly port: string | null;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|::ffff:7f[\da-f]{2}:[\da-f]{1,4})$/u;

/** Whether a host, as {@link hostOf} writes it, means this machine and nothing else. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** A name in the DNS or in a hosts file, where some have an underscore. */
const NAME = /^[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?(?:\.[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?)*$/u;

/** What URLs have around a host, or read in it as something else. */
const SIGN = /[\s:/\\?#@%[\]]/u;

/**
 * A host as URLs write it, but without the brackets of an IPv6 address, which it may have. Null for
 * what is neither a name nor an address, and for what only a few programs read as an address (127.1).
 */
export function hostOf(text: string): string | null {
  const [, bracketed] = /^\[(.*)\]$/u.exec(text) ?? [];
  const address = bracketed ?? text;
  if (isIPv6(address)) {
    // A link-local address may name an interface, which none in a URL does.
    return address.includes("%") ? address : bare(new URL(`http://[${address}]`).hostname);
  }
  if (isIP(text) !== 0) return text;
  const name = SIGN.test(text) ? "" : (URL.parse(`http://${text}`)?.hostname ?? "");
  return NAME.test(name) && isIP(name) === 0 ? name : null;
}

/** The host of a URL without brackets. */
export function bare(hostname: string): string {
  return hostname.replaceAll(/[[\]]/gu, "");
}

/** A host that may have a port behind it; null for anything else. */
export function allowedHostOf(text: string): AllowedHost | null {
  const whole = hostOf(text);
  if (whole !== null) return { host: whole, port: null };
  const [, before = "", digits = ""] = /^(.*):(\d{1,5})$/u.exec(text) ?? [];
  const host = isIPv6(before) ? null : hostOf(before);
  const port = Number(digits);
  return host === null || port === 0 || port > 65_535 ? null : { host, port: String(port) };
}

/** Whether it is one of these, at the port of the URL. */
export function isAllowed(allowed: readonly AllowedHost[], { hostname, port }: URL): boolean {
  const asked = bare(hostname);
  return allowed.some(
    (one) => one.host === asked && (one.port ?? (port || "80")) === (port || "80"),
  );
}
