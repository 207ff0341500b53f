import { type Accessor, batch, createEffect, createSignal, on } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { requiredContext } from "../ui/required-context.ts";
import type { Feed } from "./feed.ts";

/** All that match the filter, of what the log held by that event. */
interface Everything {
  readonly upTo: number;
  /** When the newest of them was received (ms since 1970, by the server's clock). */
  readonly newest: number;
}

/** The alerts that are to be acted on together. They stay selected wherever their rows have gone. */
export interface Selection {
  /** Whether there is anything that may be done to what is selected. */
  readonly isOffered: boolean;
  /** As they were when they were selected. */
  readonly picked: Accessor<ReadonlyMap<number, Alert>>;
  /** Null where only those count that were picked. */
  readonly everything: Accessor<Everything | null>;
  readonly isAny: () => boolean;
  readonly has: (alert: Alert) => boolean;
  /** Selects the row, or no longer. Ranges begin at it. */
  readonly toggle: (id: number) => void;
  /** Selects the rows between the last that was toggled and this one, instead of an earlier range. */
  readonly extendTo: (id: number) => void;
  /** As a hand means it: with Shift up to that row, else the row. */
  readonly pick: (id: number, isRange: boolean) => void;
  readonly selectAll: () => void;
  /** Goes on without those. */
  readonly drop: (ids: ReadonlySet<number>) => void;
  readonly clear: () => void;
}

export const [SelectionProvider, useSelection] = requiredContext<Selection>("selection");

/**
 * It ends with the filter: nobody is to act on what another list had shown. It ends with the database, in
 * another of which the same numbers are other alerts'.
 */
export function createSelection(
  feed: Pick<Feed, "rows" | "filter" | "epoch" | "heard" | "seen">,
  isOffered: boolean,
): Selection {
  const [picked, setPicked] = createSignal<ReadonlyMap<number, Alert>>(new Map());
  const [everything, setEverything] = createSignal<Everything | null>(null);
  let start = 0;
  /** What was selected when the range began. */
  let before: ReadonlyMap<number, Alert> = new Map();

  function hold(alerts: ReadonlyMap<number, Alert>): void {
    batch(() => {
      setPicked(alerts);
      setEverything(null);
    });
  }

  function toggle(id: number): void {
    const next = new Map(picked());
    const alert = feed.rows.row(id);
    if (!next.delete(id) && alert !== undefined) next.set(id, alert);
    start = id;
    before = next;
    hold(next);
  }

  function extendTo(id: number): void {
    if (picked().size === 0) return toggle(id);
    const next = new Map(before);
    for (const one of feed.rows.ids()) {
      const alert = feed.rows.row(one);
      const isWithin = one >= Math.min(start, id) && one <= Math.max(start, id);
      if (isWithin && alert !== undefined) next.set(one, alert);
    }
    hold(next);
  }

  function drop(ids: ReadonlySet<number>): void {
    before = new Map([...picked()].filter(([id]) => !ids.has(id)));
    setPicked(before);
  }

  function clear(): void {
    before = new Map();
    hold(before);
  }

  createEffect(on([feed.filter, feed.epoch], clear, { defer: true }));

  return {
    isOffered,
    picked,
    everything,
    isAny: () => picked().size > 0 || everything() !== null,
    has: (alert) => {
      const all = everything();
      return picked().has(alert.id) || (all !== null && Date.parse(alert.receivedAt) <= all.newest);
    },
    toggle,
    extendTo,
    pick: (id, isRange) => (isRange ? extendTo : toggle)(id),
    selectAll: () => setEverything({ upTo: feed.heard(), newest: feed.seen() }),
    drop,
    clear,
  };
}
