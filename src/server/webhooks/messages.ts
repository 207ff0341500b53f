import { LRUCache } from "lru-cache";
import { ok, type Result } from "../../domain/problem.ts";
import type { MomentReader } from "../store/moments.ts";
import { type Message, messageOf, type Teller } from "./preset/message.ts";
import { IN_FLIGHT } from "./turn.ts";

export interface MessagesParts {
  readonly moments: Pick<MomentReader, "at">;
  readonly teller: Teller;
  /** The last event that there is. */
  readonly head: () => number;
}

/** The message of an event; null where there is nothing to tell of it. */
export type Told = Promise<Result<Message | null>>;

/**
 * Reads what is told of an event once for all endpoints that are told of it at about the same time. It is read anew
 * once anything else has happened, since that may have removed its alert for good.
 */
export function createMessages({ moments, teller, head }: MessagesParts): (seq: number) => Told {
  const known = new LRUCache<number, Told>({ max: IN_FLIGHT });
  let readAt = head();

  function message(seq: number): Told {
    if (readAt !== head()) known.clear();
    readAt = head();
    return known.get(seq) ?? remembered(seq);
  }

  /** What cannot be read now may be read later. */
  function remembered(seq: number): Told {
    const told = read(seq);
    known.set(seq, told);
    const forget = () => void known.delete(seq);
    told.then(({ ok }) => ok || forget(), forget);
    return told;
  }

  async function read(seq: number): Told {
    const found = await moments.at(seq);
    if (!found.ok) return found;
    if (found.value === null) return ok(null);
    const { event, before, after } = found.value;
    return ok(messageOf(teller, event, before, after));
  }

  return message;
}
