import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** All that has been given out of IPv6 for the open Internet (RFC 4291, section 2.4). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** A service of Azure to each machine, which tells it its secrets; the address looks like any other. */
const WIRE_SERVER = "168.63.129.16";

/**
 * Whether an address, as sockets and URLs write it, is one of the open Internet. It must be known to be:
 * what is in no registry, names an interface, or has another address inside is not.
 */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return ipaddr.IPv4.parse(address).range() === "unicast" && address !== WIRE_SERVER;
    case 6: {
      if (address.includes("%")) return false;
      const parsed = ipaddr.IPv6.parse(address);
      return parsed.match(GLOBAL_UNICAST) && parsed.range() === "unicast";
    }
    default:
      return false;
  }
}
