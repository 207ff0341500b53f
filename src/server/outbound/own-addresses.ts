import { networkInterfaces } from "node:os";

/**
 * The addresses that this machine has now. What listens at one of them may be closed to everybody else by a
 * firewall, which lets the machine itself through.
 */
export function ownAddresses(): ReadonlySet<string> {
  const all = Object.values(networkInterfaces()).flatMap((own) => own ?? []);
  return new Set(all.map(({ address }) => address));
}
