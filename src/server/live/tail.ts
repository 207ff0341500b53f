import "server-only";
import type { Alert } from "../../domain/alert.ts";
import { type Change, idOf, seqOf } from "../../domain/diff.ts";
import { bytesOf, fitting, type Room } from "./room.ts";

/** An alert as it is after its last event, null where that has removed it for good. */
export interface Latest {
  readonly id: number;
  readonly seq: number;
  readonly alert: Alert | null;
}

export type Tail = ReturnType<typeof createTail>;

/**
 * The alerts that changed last, each once, as it now is: what the log says to those who are a little
 * behind, without asking it. Begins empty after `seq` and forgets the oldest where room ends.
 */
export function createTail(seq: number, room: Room) {
  /** In the order of their last event. */
  const alerts = new Map<number, Latest>();
  let [from, to, bytes] = [seq, seq, 0];

  function push(changes: readonly Change[]): void {
    for (const change of latestOf(changes)) {
      const latest = { id: idOf(change), seq: seqOf(change), alert: change.after };
      drop(alerts.get(latest.id));
      alerts.set(latest.id, latest);
      bytes += bytesOf(latest.alert);
    }
    const last = changes.at(-1);
    if (last !== undefined) to = seqOf(last);
    for (const oldest of alerts.values()) {
      if (alerts.size <= room.rows && bytes <= room.bytes) break;
      drop(oldest);
      from = oldest.seq;
    }
  }

  /**
   * The last change of each alert, in order. Where there are more than there is room for, the rest is
   * not even looked at, and what was before is forgotten.
   */
  function latestOf(changes: readonly Change[]): Change[] {
    const latest = new Map<number, Change>();
    let size = 0;
    for (const change of changes.toReversed()) {
      if (latest.has(idOf(change))) continue;
      size += bytesOf(change.after);
      if (latest.size >= room.rows || size > room.bytes) {
        restart(seqOf(change));
        break;
      }
      latest.set(idOf(change), change);
    }
    return [...latest.values()].reverse();
  }

  function drop(latest: Latest | undefined): void {
    if (latest === undefined) return;
    alerts.delete(latest.id);
    bytes -= bytesOf(latest.alert);
  }

  /** Begins anew after a place up to which others have written. */
  function restart(seq: number): void {
    alerts.clear();
    [from, to, bytes] = [seq, seq, 0];
  }

  /** As the store's; null where it does not reach back that far, or has heard of nothing later. */
  function changedSince(seq: number, most: Room): Latest[] | null {
    if (seq < from || seq >= to) return null;
    const later = alerts
      .values()
      .filter((latest) => latest.seq > seq)
      .toArray();
    const texts = later.map(({ alert }) => alert);
    return later.slice(0, fitting(texts, most));
  }

  return { push, restart, changedSince, head: () => to };
}
