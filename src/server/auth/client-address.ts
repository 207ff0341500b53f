import "server-only";
import { type BlockList, isIP } from "node:net";
import { bareAddress } from "./network.ts";
import type { Headers } from "./proxy.ts";

/** Addresses in `X-Forwarded-For` that are looked at, from its end. */
const HOPS = 10;

/**
 * The address of whoever asks: of the peer, or, where that is a trusted proxy, of whoever asked the
 * last one of them. What stands further to the left in `X-Forwarded-For` anyone could have written.
 */
export function createClientOf(trusted: BlockList | null) {
  function isTrusted(address: string): boolean {
    const version = isIP(address);
    if (version === 0 || trusted === null) return false;
    return trusted.check(address, version === 4 ? "ipv4" : "ipv6");
  }

  return (headers: Headers, peer: string | undefined): string => {
    let client = bareAddress(peer ?? "");
    if (!isTrusted(client)) return client;
    const hops = (headers["x-forwarded-for"] ?? []).join(",").slice(-1_000).split(",");
    for (const hop of hops.reverse().slice(0, HOPS)) {
      const address = bareAddress(hop.trim());
      if (isIP(address) === 0) return client;
      client = address;
      if (!isTrusted(client)) return client;
    }
    return client;
  };
}
