import { once } from "node:events";
import { isIP, isIPv6, type LookupFunction, connect as openSocket, type Socket } from "node:net";
import { connect as openSecureSocket, type TLSSocket } from "node:tls";
import { Fault } from "./reason.ts";

/** How many addresses of IPv4, and how many of IPv6, are tried: a name must not make us knock at a thousand doors. */
const TRIED = 4;

export interface Peer {
  /** A name, or an address. */
  readonly host: string;
  readonly port: number;
  /** What the name was found to mean; of a host that is an address, that one. */
  readonly addresses: readonly string[];
  /** Whether there may be a connection to the address. Was asked of each of `addresses` before. */
  readonly isPermitted: (address: string) => boolean;
}

/**
 * A connection to one of the addresses that were looked at, and no other: the name is not resolved
 * again. Nothing has been sent when this returns, and the far end was looked at once more.
 */
export async function connect(peer: Peer, signal: AbortSignal): Promise<Socket> {
  const { host, port, addresses, isPermitted } = peer;
  const socket = openSocket({ host, port, lookup: pinnedTo(addresses), autoSelectFamily: true });
  await settled(socket, "connect", signal);
  const { remoteAddress } = socket;
  if (remoteAddress !== undefined && isPermitted(remoteAddress)) return socket;
  socket.destroy();
  throw new Fault("address-refused");
}

/** Answers with what is known already. Sockets ask for no lookup where the host is an address. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  const found = [4, 6].flatMap((own) => all.filter(({ family }) => family === own).slice(0, TRIED));
  return (_host, { all }, callback) => {
    const [first] = found;
    if (all === true) callback(null, found);
    else callback(null, first?.address ?? "", first?.family);
  };
}

/** TLS over a connection: the certificate must be trusted, in force, and the host's. */
export async function secure(
  socket: Socket,
  host: string,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const name = host.replace(/\.$/u, "");
  const secured = openSecureSocket({
    socket,
    host: name,
    // Only names are announced (RFC 6066, section 3).
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ALPNProtocols: ["http/1.1"],
    // Said, since NODE_TLS_REJECT_UNAUTHORIZED in the environment decides where it is not.
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
  });
  try {
    await settled(secured, "secureConnect", signal);
    return secured;
  } catch (error) {
    socket.destroy();
    if (signal.aborted) throw error;
    throw new Fault(secured.authorizationError ? "certificate" : "tls", { cause: error });
  }
}

/** Waits for the event. Where another thing happens first, the socket is destroyed. */
async function settled(socket: Socket, event: string, signal: AbortSignal): Promise<void> {
  // It may break at a moment at which nobody waits for it; whoever reads from it then hears of the end.
  socket.on("error", () => {});
  try {
    await once(socket, event, { signal });
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
