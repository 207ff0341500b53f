import { isIP, type Socket } from "node:net";
import { isPublic } from "./address.ts";
import { type AllowedAddress, isAllowable, isListed } from "./allow-list.ts";
import { type Attempt, attemptOf, failedAttempt } from "./attempt.ts";
import { connect, secure } from "./connect.ts";
import { type EgressProxy, tunnel } from "./egress-proxy.ts";
import { type Answer, exchange } from "./exchange.ts";
import { ownAddresses, remembering } from "./own-addresses.ts";
import { Fault, type Reason, reasonOf } from "./reason.ts";
import { createResolver, type Look, RESOLVER } from "./resolver.ts";
import { type Target, targetOf } from "./target.ts";

/** For everything: looking up, connecting, asking, and reading the answer (ms). */
const DEADLINE = 15_000;

/** How much of an answer's body is read (bytes), where the request does not say. */
const LONGEST = 64 * 1024;

/** Names that mean the machine of whoever resolves them (RFC 6761, section 6.3). */
const LOOPBACK = /(?:^|\.)localhost\.?$/u;

export interface OutboundRequest {
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT";
  /** Names in lower case, each once. Those that people chose must have passed `faultOfHeader`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How much of the answer's body is read (bytes): 64 KiB where it does not say. */
  readonly longest?: number;
}

/** Who wants to know how a request goes on. */
export interface Watching {
  /** Ends it. */
  readonly stop?: AbortSignal | undefined;
  /** Told what it is connected to; never called where a proxy alone knows. */
  readonly onPeer?: (address: string) => void;
  /** Called when the status line and the headers are there. */
  readonly onStatus?: () => void;
}

export interface GuardOptions {
  /** What may be called besides public addresses. */
  readonly allow?: readonly AllowedAddress[];
  /** A host of the configuration, that may be private whatever its addresses are; at that port alone. */
  readonly trusted?: Pick<Target, "host" | "port"> | null;
  readonly proxy?: EgressProxy | null;
  /** How names are looked up, where it is not by {@link RESOLVER}. */
  readonly look?: Look;
  /** The addresses of this machine. */
  readonly own?: () => ReadonlySet<string>;
  /** The deadline (ms). */
  readonly within?: number;
  /** A clock that only goes forwards (ms). */
  readonly now?: () => number;
}

export type Guard = ReturnType<typeof createGuard>;

/**
 * Makes requests to addresses that people or other machines wrote, such that none can be turned against the
 * network that Tocsin runs in. What the address means is found out once for each request; every address that
 * it means must be public or allowed; and the connection goes to one of those. No redirect is followed, and no
 * proxy of the environment is asked.
 */
export function createGuard(options: GuardOptions = {}) {
  const { allow = [], trusted = null, proxy = null, within = DEADLINE } = options;
  const { now = () => performance.now() } = options;
  const own = remembering(options.own ?? ownAddresses);
  const { resolve } = options.look === undefined ? RESOLVER : createResolver(options.look);

  /** Why a request to the address would not be made as things are now; null where it would be. */
  async function check(url: string): Promise<Reason | null> {
    try {
      await wayTo(targetOrFault(url));
      return null;
    } catch (error) {
      return reasonOf(error);
    }
  }

  /** Makes the request, and judges what came of it. Never rejects. */
  async function send(request: OutboundRequest, stop?: AbortSignal): Promise<Attempt> {
    const started = now();
    let address: string | null = null;
    let answeredAt: number | null = null;
    const onPeer = (peer: string) => (address = peer);
    const onStatus = () => (answeredAt = now());
    try {
      const answer = await ask(request, { stop, onPeer, onStatus });
      return attemptOf(answer, Math.round((answeredAt ?? now()) - started), address, own());
    } catch (error) {
      return failedAttempt(reasonOf(error), Math.round(now() - started), address);
    }
  }

  /** Makes the request. Rejects with a {@link Fault} where no status line came. */
  async function ask(request: OutboundRequest, watching: Watching = {}): Promise<Answer> {
    const { stop, onPeer, onStatus } = watching;
    const deadline = AbortSignal.timeout(within);
    const signal = stop === undefined ? deadline : AbortSignal.any([deadline, stop]);
    let connection: Socket | null = null;
    try {
      const target = targetOrFault(request.url);
      const { socket, path, headers } = await open(target, signal, onPeer);
      connection = socket;
      const message = {
        method: request.method,
        path,
        headers: { ...request.headers, ...headers, ...ownHeaders(target, request) },
        body: request.body,
        longest: request.longest ?? LONGEST,
      };
      return await exchange(socket, message, signal, onStatus);
    } catch (error) {
      throw new Fault(causeOf(error, stop, deadline), { cause: error });
    } finally {
      connection?.destroy();
    }
  }

  /** A connection over which the target can be asked, and how. */
  async function open(target: Target, signal: AbortSignal, onPeer?: Watching["onPeer"]) {
    const peer = await before(wayTo(target), signal);
    const socket = await connect(peer, signal);
    if (proxy === null) onPeer?.(socket.remoteAddress ?? "");
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
    const isTrusted = trusted !== null && trusted.host === host && trusted.port === port;
    const owned = own();
    const isCallable = (address: string) =>
      isListed(allow, address, port) ||
      (isTrusted ? isAllowable(address) : isPublic(address) && !owned.has(address));
    if (isIP(host) !== 0 && !isCallable(host)) throw new Fault("address-refused");
    // Behind a proxy it is the proxy that resolves names and judges what they mean.
    if (proxy !== null) {
      if (LOOPBACK.test(host) && !isTrusted) throw new Fault("address-refused");
      const addresses = await addressesOf(proxy.host);
      return {
        host: proxy.host,
        port: proxy.port,
        addresses,
        isPermitted: (address: string) => addresses.includes(address),
      };
    }
    const addresses = await addressesOf(host);
    if (!addresses.every(isCallable)) throw new Fault("address-refused");
    return { host, port, addresses, isPermitted: isCallable };
  }

  async function addressesOf(host: string): Promise<readonly string[]> {
    return isIP(host) === 0 ? await resolve(host) : [host];
  }

  return { check, send, ask };
}

function targetOrFault(url: string): Target {
  const target = targetOf(url);
  if (target === null) throw new Fault("address-refused");
  return target;
}

/** These stand, whatever was given. */
function ownHeaders(
  { authority }: Target,
  { method, body }: OutboundRequest,
): Readonly<Record<string, string>> {
  const isBare = method === "GET" && body === "";
  return {
    host: authority,
    connection: "close",
    "accept-encoding": "identity",
    ...(isBare ? {} : { "content-length": String(Buffer.byteLength(body)) }),
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
