import { lookup } from "node:dns/promises";
import { LRUCache } from "lru-cache";
import { Fault } from "./reason.ts";

/** Asks the system or the DNS for all addresses of a name. May take for ever. */
export type Look = (name: string) => Promise<readonly string[]>;

/** How long a name is waited for (ms). */
const WITHIN = 3000;

/** Names that are remembered to have taken too long. */
const SUSPECTS = 1000;

/** As any program of the machine would: hosts file, search domains, DNS. */
async function lookBySystem(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true, order: "verbatim" });
  return found.map(({ address }) => address);
}

interface Errand {
  readonly answer: Promise<readonly string[]>;
  hasBegun: boolean;
  /** How many wait for it. */
  askers: number;
}

/** As many as Node looks up at a time, with half of its threads: one more would wait there, and seem to hang. */
const AT_ONCE = 2;

/**
 * Looks names up so that those that hang hold up nobody else. getaddrinfo cannot be called back, and runs on
 * the threads that files and passwords need, too. So a name is looked up once at a time, however many ask; two
 * names at once; and of those that took too long the last time one at a time. The other place is left.
 */
export function createResolver(look: Look, within = WITHIN) {
  const errands = new Map<string, Errand>();
  const suspects = new LRUCache<string, true>({ max: SUSPECTS });
  const any = createLane(AT_ONCE);
  const suspect = createLane(1);

  /** All addresses of the name, at least one. Rejects with a {@link Fault}, or as the system does. */
  async function resolve(name: string): Promise<readonly string[]> {
    const errand = errandOf(name);
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Fault("name-timeout")), within);
    try {
      const addresses = await Promise.race([errand.answer, late]);
      suspects.delete(name);
      return addresses;
    } catch (error) {
      if (error instanceof Fault && error.reason === "name-timeout") giveUp(name, errand);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  function errandOf(name: string): Errand {
    const sent = errands.get(name);
    if (sent === undefined) return send(name);
    sent.askers += 1;
    return sent;
  }

  function send(name: string): Errand {
    const errand = { hasBegun: false, askers: 1 };
    const run = async () => {
      if (errand.askers === 0) throw new Fault("name-timeout");
      errand.hasBegun = true;
      const addresses = await look(name);
      if (addresses.length === 0) throw new Fault("name-not-found");
      return addresses;
    };
    const answer = suspects.has(name) ? suspect(() => any(run)) : any(run);
    const sent = Object.assign(errand, { answer });
    errands.set(name, sent);
    const forget = () => {
      if (errands.get(name) === sent) errands.delete(name);
    };
    answer.then(forget, forget);
    return sent;
  }

  function giveUp(name: string, errand: Errand): void {
    errand.askers -= 1;
    if (errand.hasBegun) suspects.set(name, true);
    else if (errand.askers === 0) errands.delete(name);
  }

  return { resolve };
}

/** Of all guards, since the threads are of the process. */
export const RESOLVER = createResolver(lookBySystem);

/** Runs so many at a time, the others in the order in which they came. */
function createLane(places: number) {
  let free = places;
  const waiting: (() => void)[] = [];

  return async function run<T>(task: () => Promise<T>): Promise<T> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
