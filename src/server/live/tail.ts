import "server-only";
import type { Alert } from "../../domain/alert.ts";
import { type Change, idOf, seqOf } from "../../domain/diff.ts";
import { bytesOf, fitting, type Room } from "./room.ts";

export type Tail = ReturnType<typeof createTail>;

/**
 * The alerts that changed last, each once, as it now is: what the log says to those who are a little
 * behind, without asking it. Begins empty after `seq` and forgets the oldest where room ends.
 */
export function createTail(seq: number, room: Room) {
  /** In the order of their last event. */
  const alerts = new Map<number, Alert>();
  let [from, to, bytes] = [seq, seq, 0];

  function push(changes: readonly Change[]): void {
    for (const change of latestOf(changes)) {
      const { after } = change;
      drop(alerts.get(idOf(change)));
      // Nobody who has not heard of its end catches up.
      if (after === null) continue;
      alerts.set(after.id, after);
      bytes += bytesOf(after);
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

  function drop(alert: Alert | undefined): void {
    if (alert === undefined) return;
    alerts.delete(alert.id);
    bytes -= bytesOf(alert);
  }

  /** Begins anew after a place up to which others have written. */
  function restart(seq: number): void {
    alerts.clear();
    [from, to, bytes] = [seq, seq, 0];
  }

  /** As the store's; null where it does not reach back that far, or has heard of nothing later. */
  function changedSince(seq: number, most: Room): Alert[] | null {
    if (seq < from || seq >= to) return null;
    const later = alerts
      .values()
      .filter((alert) => alert.seq > seq)
      .toArray();
    return later.slice(0, fitting(later, most));
  }

  return { push, restart, changedSince, head: () => to };
}
