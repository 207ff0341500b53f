import { isIP, type Socket } from "node:net";
import { type AllowedAddress, isPermitted } from "./allow-list.ts";
import { connect, secure } from "./connect.ts";
import { type EgressProxy, tunnel } from "./egress-proxy.ts";
import { excerptOf } from "./excerpt.ts";
import { type Answer, exchange } from "./exchange.ts";
import { Fault, type Reason, reasonOf } from "./reason.ts";
import { createResolver, type Look } from "./resolver.ts";
import { type Target, targetOf } from "./target.ts";

/** For everything: looking up, connecting, asking, and reading the answer (ms). */
const DEADLINE = 15_000;

export interface OutboundRequest {
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT";
  /** Names in lower case, each once. Those that people chose must have passed `faultOfHeader`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What became of a request. */
export interface Attempt {
  /** `delivered` with a status of 2xx; `refused` where it may not be made, and was not. */
  readonly outcome: "delivered" | "failed" | "refused";
  readonly status: number | null;
  /** Until the status line came, or until it was clear that none would. */
  readonly ms: number;
  /** What it was connected to; null where it was not, or where a proxy knows. */
  readonly address: string | null;
  /** Null for what was delivered. */
  readonly reason: Reason | null;
  /** The beginning of the answer's body, where that may be shown. */
  readonly excerpt: string | null;
  /** The header `Retry-After` as it came. */
  readonly retryAfter: string | null;
}

export interface GuardOptions {
  /** What may be called besides public addresses. */
  readonly allow?: readonly AllowedAddress[];
  readonly proxy?: EgressProxy | null;
  readonly look?: Look;
  /** The deadline (ms). */
  readonly within?: number;
  /** A clock that only goes forwards (ms). */
  readonly now?: () => number;
}

export type Guard = ReturnType<typeof createGuard>;

/**
 * Makes requests to addresses that people typed, such that none can be turned against the network that
 * Tocsin runs in. What the address means is found out once for each attempt; every address that it means
 * must be public or allowed; and the connection goes to one of those. No redirect is followed, and no
 * proxy of the environment is asked.
 */
export function createGuard({
  allow = [],
  proxy = null,
  look,
  within = DEADLINE,
  now = () => performance.now(),
}: GuardOptions = {}) {
  const { resolve } = createResolver(look);

  /** Why a request to the address would not be made as things are now; null where it would be. */
  async function check(url: string): Promise<Reason | null> {
    try {
      await wayTo(targetOrFault(url));
      return null;
    } catch (error) {
      return reasonOf(error);
    }
  }

  /** Makes the request. Never rejects. */
  async function send(request: OutboundRequest, stop?: AbortSignal): Promise<Attempt> {
    const started = now();
    const deadline = AbortSignal.timeout(within);
    const signal = stop === undefined ? deadline : AbortSignal.any([deadline, stop]);
    let address: string | null = null;
    let answeredAt: number | null = null;
    let connection: Socket | null = null;
    try {
      const target = targetOrFault(request.url);
      const { socket, path, headers } = await open(target, signal, (peer) => (address = peer));
      connection = socket;
      const message = {
        method: request.method,
        path,
        headers: { ...request.headers, ...headers, ...ownHeaders(target, request.body) },
        body: request.body,
      };
      const answer = await exchange(socket, message, signal, () => (answeredAt = now()));
      return attemptOf(answer, Math.round((answeredAt ?? now()) - started), address);
    } catch (error) {
      const reason = causeOf(error, stop, deadline);
      return {
        outcome: reason === "address-refused" ? "refused" : "failed",
        status: null,
        ms: Math.round(now() - started),
        address: reason === "address-refused" ? null : address,
        reason,
        excerpt: null,
        retryAfter: null,
      };
    } finally {
      connection?.destroy();
    }
  }

  /** A connection over which the target can be asked, and how. */
  async function open(target: Target, signal: AbortSignal, onPeer: (address: string) => void) {
    const peer = await before(wayTo(target), signal);
    const socket = await connect(peer, signal);
    if (proxy === null) onPeer(socket.remoteAddress ?? "");
    const isTunnel = proxy !== null && target.isSecure;
    if (isTunnel) await tunnel(socket, proxy, target, signal);
    const whole = `http://${target.authority}${target.path}`;
    const isAsked = proxy !== null && !target.isSecure;
    return {
      socket: target.isSecure ? await secure(socket, target.host, signal) : socket,
      path: isAsked ? whole : target.path,
      headers: isAsked ? proxy.headers : {},
    };
  }

  /** Whom to connect to. Rejects where an address on the way may not be called. */
  async function wayTo({ host, port }: Target) {
    const isOurs = (address: string) => isPermitted(allow, address, port);
    if (isIP(host) !== 0 && !isOurs(host)) throw new Fault("address-refused");
    // Behind a proxy it is the proxy that resolves names and judges what they mean.
    if (proxy !== null) {
      const addresses = await addressesOf(proxy.host);
      return {
        host: proxy.host,
        port: proxy.port,
        addresses,
        isPermitted: (address: string) => addresses.includes(address),
      };
    }
    const addresses = await addressesOf(host);
    if (!addresses.every(isOurs)) throw new Fault("address-refused");
    return { host, port, addresses, isPermitted: isOurs };
  }

  async function addressesOf(host: string): Promise<readonly string[]> {
    return isIP(host) === 0 ? await resolve(host) : [host];
  }

  return { check, send };
}

function targetOrFault(url: string): Target {
  const target = targetOf(url);
  if (target === null) throw new Fault("address-refused");
  return target;
}

/** These stand, whatever was given. */
function ownHeaders({ authority }: Target, body: string): Readonly<Record<string, string>> {
  return {
    host: authority,
    connection: "close",
    "accept-encoding": "identity",
    "content-length": String(Buffer.byteLength(body)),
    "user-agent": "Tocsin",
  };
}

/** The promise, unless the signal comes before. */
async function before<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new Fault("timeout"));
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function causeOf(error: unknown, stop: AbortSignal | undefined, deadline: AbortSignal): Reason {
  const reason = reasonOf(error);
  if (reason === "address-refused") return reason;
  if (stop?.aborted === true) return "stopped";
  return deadline.aborted ? "timeout" : reason;
}

function attemptOf(answer: Answer, ms: number, address: string | null): Attempt {
  const { status, headers } = answer;
  const isDelivered = status >= 200 && status < 300;
  const isRedirect = status >= 300 && status < 400;
  return {
    outcome: isDelivered ? "delivered" : "failed",
    status,
    ms,
    address,
    reason: isDelivered ? null : isRedirect ? "redirected" : "status",
    excerpt: excerptOf(answer, address),
    retryAfter: headers["retry-after"] ?? null,
  };
}
