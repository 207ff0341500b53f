import "server-only";
import { networkInterfaces } from "node:os";

/**
 * Whether the address is one of this machine's own. What listens there may be closed to everybody else by a
 * firewall, which lets the machine itself through.
 */
export function isOwn(address: string): boolean {
  const own = Object.values(networkInterfaces()).flat();
  return own.some((one) => one?.address === address);
}
