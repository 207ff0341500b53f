import "server-only";
import { isIP, isIPv6 } from "node:net";

/** The address of a peer without the interface it came by, and IPv4 written as such. */
export function bareAddress(peer: string): string {
  const [address = ""] = peer.split("%", 1);
  const [, mapped = ""] = /^::ffff:(.+)$/iu.exec(address) ?? [];
  return isIP(mapped) === 4 ? mapped : address;
}

/**
 * Whose address it is, as far as that can be told: an IPv4 address, or the /64 that one subscriber has
 * of IPv6, in which they choose the rest anew for every attempt (RFC 6177).
 */
export function networkOf(peer: string): string {
  const address = bareAddress(peer);
  if (!isIPv6(address)) return address;
  // As URLs write it, it has no IPv4 at its end, and zeros are left out in one place at most.
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail = ""] = written.split("::");
  const before = head.split(":").filter(Boolean);
  const after = tail.split(":").filter(Boolean);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return `${[...before, ...zeros, ...after].slice(0, 4).join(":")}::/64`;
}
