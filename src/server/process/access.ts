import { isLoopback } from "../http/host.ts";

/** What decides who may come in without saying who they are. */
export interface AccessConfig {
  /** What it listens on. */
  readonly host: string;
  readonly publicOrigin: URL | null;
  /** What was asked for by name, null where nothing was. */
  readonly anonymous: "none" | "viewer" | "operator" | null;
  /** Whether passwords may go over the network unencrypted. */
  readonly insecureHttp: boolean;
  /** Whether an identity provider or a proxy signs people in. */
  readonly hasProvider: boolean;
  /** Whether a proxy is said to be in front, be it that it signs people in or not. */
  readonly isBehindProxy: boolean;
}

/** Who those are that say nothing of themselves: `open` where there is nobody yet to sign in as. */
export type Anonymous = "none" | "viewer" | "operator" | "open";

/**
 * Why it must not serve like that, null where it may. Whoever listens beyond this machine must know
 * under which name, and must not have passwords sent in the clear, unless they ask for that by name.
 */
export function faultOfAccess({
  host,
  publicOrigin,
  anonymous,
  insecureHttp,
}: AccessConfig): string | null {
  const isAsked = anonymous === "viewer" || anonymous === "operator";
  if (isLoopback(host) || isAsked) return null;
  if (publicOrigin === null)
    return "PUBLIC_ORIGIN: must be set where HOST is beyond this machine, such as https://alerts.example.org (or say ANONYMOUS=viewer or ANONYMOUS=operator)";
  if (publicOrigin.protocol === "http:" && !insecureHttp)
    return "PUBLIC_ORIGIN: must begin with https:// since people sign in there (or say INSECURE_HTTP=yes)";
  return null;
}

/**
 * Who those are that say nothing of themselves, once it is known whether anyone has an account. What
 * comes through a proxy comes from loopback, whoever sent it: so with a PUBLIC_ORIGIN, or a proxy that
 * is trusted, nothing is open.
 */
export function anonymousOf(
  { host, publicOrigin, anonymous, hasProvider, isBehindProxy }: AccessConfig,
  hasAccounts: boolean,
): Anonymous {
  if (anonymous !== null) return anonymous;
  const isOwnMachines = isLoopback(host) && publicOrigin === null && !isBehindProxy;
  return isOwnMachines && !hasProvider && !hasAccounts ? "open" : "none";
}
