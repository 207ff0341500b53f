import { networkInterfaces } from "node:os";

/** For so long (ms) what was looked at is taken for what is: to ask the system twice costs an eighth of a request. */
const REMEMBERED = 1_000;

/**
 * The addresses that this machine has now. What listens at one of them may be closed to everybody else by a
 * firewall, which lets the machine itself through.
 */
export function ownAddresses(): ReadonlySet<string> {
  const all = Object.values(networkInterfaces()).flatMap((own) => own ?? []);
  return new Set(all.map(({ address }) => address));
}

/** The same, looked at once a second at most; `now` is a clock that only goes forwards (ms). */
export function remembering(
  look: () => ReadonlySet<string>,
  now: () => number = () => performance.now(),
): () => ReadonlySet<string> {
  let known: ReadonlySet<string> = new Set();
  let until = -Infinity;
  return () => {
    if (now() >= until) {
      known = look();
      until = now() + REMEMBERED;
    }
    return known;
  };
}
