import "server-only";
import { LRUCache } from "lru-cache";
import type { Changed, FoundKey, FoundSession, People } from "../store/people.ts";

/** How long (ms) is known what was found: a page and its parts ask at once. */
const KNOWN_FOR = 1_000;
/** How many are known at a time. */
const MOST = 10_000;

/**
 * Sessions and keys as they were found within the last second, and not after they changed. What was
 * not found is not remembered: it may be there the next moment.
 */
export function createRecent(
  people: Pick<People, "session" | "key" | "onChanged">,
  now: () => number,
) {
  const options = { max: MOST, ttl: KNOWN_FOR, ttlResolution: 0, perf: { now } };
  const sessions = new LRUCache<string, FoundSession>(options);
  const keys = new LRUCache<number, FoundKey>(options);
  let changes = 0;

  people.onChanged((changed) => {
    changes += 1;
    forget(changed);
  });

  function forget(changed: Changed): void {
    for (const id of changed.keys) keys.delete(id);
    if (changed.sessions.length === 0 && changed.users.length === 0) return;
    const ended = new Set(changed.sessions);
    const users = new Set(changed.users);
    for (const [hash, { id, userId }] of sessions)
      if (ended.has(id) || users.has(userId)) sessions.delete(hash);
  }

  /** Reads until nothing changes meanwhile: what a change has just ended may have been read before it. */
  async function find<Key extends number | string, Found extends object>(
    cache: LRUCache<Key, Found>,
    key: Key,
    read: () => Promise<Found | null>,
  ): Promise<Found | null> {
    const known = cache.get(key);
    if (known !== undefined) return known;
    for (;;) {
      const before = changes;
      const found = await read();
      if (before !== changes) continue;
      if (found !== null) cache.set(key, found);
      return found;
    }
  }

  return {
    session: (tokenHash: Uint8Array) =>
      find(sessions, textOf(tokenHash), () => people.session(tokenHash)),
    key: (id: number) => find(keys, id, () => people.key(id)),
  };
}

/** What a map can be asked for. The bytes are not copied. */
function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
}
