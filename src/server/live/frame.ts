import "server-only";
import type { Alert } from "../../domain/alert.ts";
import { type Change, type Diff, diffOf, isEmpty, seqOf } from "../../domain/diff.ts";
import type { Filter } from "../../domain/filter.ts";
import type { Frame } from "../../protocol/frame.ts";
import { fitting, type Room, textOf } from "./room.ts";

/** A frame in the bytes that go out. Never changed, so that any number of sockets can share it. */
export function frame(message: Frame): Buffer {
  return Buffer.from(JSON.stringify(message));
}

/**
 * A diff frame but for its `from`, which is all that differs between those who are sent it; nearly
 * all have the same, and so the same bytes.
 */
export interface OpenDiff {
  readonly to: number;
  after(from: number): Buffer;
}

/** Null where the diff says nothing. */
export function openDiff(to: number, diff: Diff): OpenDiff | null {
  if (isEmpty(diff)) return null;
  const put = diff.put.map(textOf).join(",");
  const patch = diff.patch.map((one) => JSON.stringify(one)).join(",");
  const rest = `,"to":${to},"put":[${put}],"patch":[${patch}],"remove":[${diff.remove.join(",")}]}`;
  const known = new Map<number, Buffer>();
  return {
    to,
    after(from) {
      const bytes = known.get(from) ?? Buffer.from(`{"type":"diff","from":${from}${rest}`);
      if (known.size >= FEW) known.clear();
      known.set(from, bytes);
      return bytes;
    },
  };
}

/** Places for which the bytes of a frame are kept; where nothing matched for long, all may differ. */
const FEW = 4;

/** Changes that go out as one frame: all that was last changed up to `to`. */
export interface Part {
  readonly to: number;
  readonly changes: readonly Change[];
}

/**
 * Cuts coalesced changes into parts of bounded size, in the order of the last events. After each
 * part a client has what the log would give it up to there, each alert as it now is.
 */
export function partsOf(changes: readonly Change[], room: Room): Part[] {
  const ordered = changes.toSorted((one, other) => seqOf(one) - seqOf(other));
  const parts: Part[] = [];
  for (let begin = 0; begin < ordered.length;) {
    const count = fitting(afterOf(ordered, begin), room);
    const changes = ordered.slice(begin, begin + count);
    const last = changes.at(-1);
    parts.push({ to: last === undefined ? 0 : seqOf(last), changes });
    begin += count;
  }
  return parts;
}

function* afterOf(changes: readonly Change[], begin: number): Iterable<Alert | null> {
  for (let index = begin; index < changes.length; index++) {
    const change = changes[index];
    if (change !== undefined) yield change.after;
  }
}

/** What the parts mean to a filter; those that mean nothing to it are left out. */
export function diffsOf(filter: Filter, parts: readonly Part[]): OpenDiff[] {
  return parts.flatMap(({ to, changes }) => openDiff(to, diffOf(filter, changes)) ?? []);
}
