import "server-only";
import type { Alert } from "../../domain/alert.ts";
import { matches } from "../../domain/filter.ts";
import type { Changed, Gone, Store } from "../store/store.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import { type OpenDiff, openDiff } from "./frame.ts";
import type { Group } from "./group.ts";
import type { Room } from "./room.ts";
import type { Latest, Tail } from "./tail.ts";

/** One frame of a catch-up: what changed for a filter after some place, each alert as it now is. */
export interface Chunk {
  readonly diff: OpenDiff | null;
  /** The place up to which it is complete. */
  readonly to: number;
  /** Where the log stood when it was made. */
  readonly head: number;
  /** Alerts and removals that had to be read for it. */
  readonly rows: number;
}

/** Time (ms) for which a chunk is kept for others who ask for the same. */
const SHARED_FOR = 1_000;
/** Chunks that are kept at most. */
const MAX_CHUNKS = 64;

export type Chunks = ReturnType<typeof createChunks>;

/**
 * Makes chunks from the tail, or from the log where the tail does not reach back that far. A chunk
 * stays true while time goes on: what has changed since comes after its `to`. So those who ask for
 * the same at nearly the same time, as after a restart, are given the same.
 */
export function createChunks(store: Pick<Store, "changedSince">, tail: Tail, room: Room) {
  const kept = new Map<string, Chunk>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  /** Rejects where the log cannot be read. */
  async function after(seq: number, group: Group): Promise<Chunk> {
    const key = `${seq} ${group.key}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const chunk = await read(seq, group);
    keep(key, { ...chunk, rows: 0 });
    return chunk;
  }

  async function read(seq: number, group: Group): Promise<Chunk> {
    const recent = tail.changedSince(seq, room);
    publishFact(CHANNELS.socket, { type: "chunk-read", from: recent === null ? "log" : "memory" });
    const { alerts, removals, head } =
      recent === null
        ? await store.changedSince(seq, room.rows, room.bytes)
        : { ...apart(recent), head: tail.head() };
    const last = Math.max(alerts.at(-1)?.seq ?? 0, removals.at(-1)?.seq ?? 0);
    const to = last === 0 ? head : last;
    const diff = diffOf(group, to, alerts, removals);
    return { diff, to, head, rows: alerts.length + removals.length };
  }

  function keep(key: string, chunk: Chunk): void {
    if (isStopped) return;
    if (kept.size >= MAX_CHUNKS) kept.clear();
    kept.set(key, chunk);
    timer ??= setTimeout(forget, SHARED_FOR);
  }

  function forget(): void {
    kept.clear();
    clearTimeout(timer);
    timer = undefined;
  }

  function stop(): void {
    isStopped = true;
    forget();
  }

  return { after, stop };
}

/** What is in memory, as the store answers. */
function apart(latest: readonly Latest[]): Pick<Changed, "alerts" | "removals"> {
  return {
    alerts: latest.flatMap(({ alert }) => alert ?? []),
    removals: latest.filter(({ alert }) => alert === null),
  };
}

/** Nobody knows which rows matched before: to remove what is not there does nothing. */
function diffOf(
  { filter }: Group,
  to: number,
  alerts: readonly Alert[],
  removals: readonly Gone[],
): OpenDiff | null {
  const put = alerts.filter((alert) => matches(filter, alert));
  const gone = [...alerts.filter((alert) => !matches(filter, alert)), ...removals];
  return openDiff(to, { put, patch: [], remove: gone.map(({ id }) => id) });
}
