import "server-only";
import { LRUCache } from "lru-cache";
import { type Problem, type Result, ok } from "../../domain/problem.ts";
import { createTokenBucket, type Rate, type TokenBucket } from "../../domain/token-bucket.ts";
import { foldUserName, readUserName } from "../../domain/user-name.ts";
import { networkOf } from "./network.ts";

/** Attempts at an account, one after the other, that are answered without delay: people mistype. */
const FREE = 3;
/** Delay (ms) after the next one; each one more doubles it. */
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 30_000;

/** Failed attempts of one address: a team behind one may come in together in the morning. */
const BY_ADDRESS: Rate = { burst: 20, perSecond: 0.2 };

/** Names and addresses that are remembered; who has been quiet the longest is forgotten first. */
const MOST = 10_000;

/** An attempt that may be made. It counts as a failed one from its beginning, lest many be made at once. */
export interface Attempt {
  /** Ends the delays of the account. */
  succeeded(): void;
  /** It was not looked at, and so does not count. */
  abandoned(): void;
}

interface Attempts {
  readonly count: number;
  readonly last: number;
}

const NONE: Attempts = { count: 0, last: -Infinity };

export type Throttle = ReturnType<typeof createThrottle>;

/**
 * Slows down guessing. An account is never locked: whoever does not know the password could lock out
 * who does. Therefore a place from which somebody has signed in before has delays of its own, which
 * nobody elsewhere can bring about.
 */
export function createThrottle(now: () => number) {
  const limit = createAddressLimit(BY_ADDRESS, now);
  const attempts = new LRUCache<string, Attempts>({ max: MOST });
  const familiar = new LRUCache<string, true>({ max: MOST });

  function begin(name: string, peer: string): Result<Attempt> {
    const byAddress = limit.take(peer);
    if (!byAddress.ok) return byAddress;
    // What cannot be a name is nobody's.
    const read = readUserName(name);
    const account = read.ok ? foldUserName(read.value) : "";
    // No name has a line feed, and so none is taken for a place.
    const place = `${networkOf(peer)}\n${account}`;
    const key = familiar.has(place) ? place : account;
    const before = attempts.get(key) ?? NONE;
    const since = now() - before.last;
    const wait = delayAfter(before.count) - since;
    // Where the clock was put back, the last attempt lies ahead, and nobody waits until then.
    if (wait > 0 && since >= 0) return tooMany(wait);
    const attempt = { count: before.count + 1, last: now() };
    attempts.set(key, attempt);

    return ok({
      succeeded() {
        byAddress.value.giveBack();
        attempts.delete(key);
        familiar.set(place, true);
      },
      abandoned() {
        byAddress.value.giveBack();
        if (attempts.get(key) === attempt) attempts.set(key, before);
      },
    });
  }

  return { begin };
}

function delayAfter(count: number): number {
  return count < FREE ? 0 : Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (count - FREE));
}

/** Lets each address try so often. IPv6 goes by /64, see {@link networkOf}. */
export function createAddressLimit(rate: Rate, now: () => number) {
  const buckets = new LRUCache<string, TokenBucket>({ max: MOST });

  /** Answers with the bucket, to which a token may be given back. */
  function take(peer: string): Result<TokenBucket> {
    const network = networkOf(peer);
    const bucket = buckets.get(network) ?? createTokenBucket(rate, now);
    buckets.set(network, bucket);
    return bucket.take() ? ok(bucket) : tooMany(1_000 / rate.perSecond);
  }

  return { take };
}

function tooMany(wait: number): { ok: false; problem: Problem } {
  const retryAfter = Math.max(1, Math.ceil(wait / 1_000));
  const seconds = retryAfter === 1 ? "second" : "seconds";
  const detail = `Try again in ${retryAfter} ${seconds}.`;
  return { ok: false, problem: { code: "too-many-attempts", detail, retryAfter } };
}
