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
  isGivenUp: boolean;
}

/**
 * Looks names up so that those that hang hold up nobody else. getaddrinfo runs on the four threads that
 * files and passwords need, too, and cannot be called back. So a name is looked up once at a time,
 * however many ask; two names at once; and one that took too long the last time waits for a third place
 * that all of its kind share. One thread is always left.
 */
export function createResolver(look: Look, within = WITHIN) {
  const errands = new Map<string, Errand>();
  const suspects = new LRUCache<string, true>({ max: SUSPECTS });
  const quick = createLane(2);
  const slow = createLane(1);

  /** All addresses of the name, at least one. Rejects with a {@link Fault}, or as the system does. */
  async function resolve(name: string): Promise<readonly string[]> {
    const errand = errands.get(name) ?? send(name);
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

  function send(name: string): Errand {
    const lane = suspects.has(name) ? slow : quick;
    const errand = { hasBegun: false, isGivenUp: false };
    const answer = lane(async () => {
      if (errand.isGivenUp) throw new Fault("name-timeout");
      errand.hasBegun = true;
      const addresses = await look(name);
      if (addresses.length === 0) throw new Fault("name-not-found");
      return addresses;
    });
    const sent = Object.assign(errand, { answer });
    errands.set(name, sent);
    const forget = () => {
      if (errands.get(name) === sent) errands.delete(name);
    };
    answer.then(forget, forget);
    return sent;
  }

  function giveUp(name: string, errand: Errand): void {
    if (errand.hasBegun) {
      suspects.set(name, true);
    } else {
      errand.isGivenUp = true;
      errands.delete(name);
    }
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
