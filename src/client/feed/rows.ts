import { type Accessor, batch, createSignal, type Signal } from "solid-js";
import type { Alert } from "../../domain/alert.ts";

/**
 * The rows as the page shows them: the ids in order, and one signal for each row, so that a patch
 * touches what it changes and every row keeps its DOM node.
 */
export interface Rows {
  readonly ids: Accessor<readonly number[]>;
  /** The rows in that order, each the same accessor for as long as the row is shown. */
  readonly alerts: () => readonly Accessor<Alert>[];
  readonly row: (id: number) => Alert | undefined;
  readonly show: (rows: readonly Alert[]) => void;
}

export function createRows(initial: readonly Alert[]): Rows {
  const signals = new Map<number, Signal<Alert>>();
  const [ids, setIds] = createSignal<readonly number[]>([], { equals: sameIds });

  function show(rows: readonly Alert[]): void {
    batch(() => {
      for (const row of rows) {
        const signal = signals.get(row.id);
        if (signal) signal[1](row);
        else signals.set(row.id, createSignal(row));
      }
      setIds(rows.map(({ id }) => id));
    });
    const shown = new Set(rows.map(({ id }) => id));
    for (const id of signals.keys()) if (!shown.has(id)) signals.delete(id);
  }

  show(initial);
  return {
    ids,
    alerts: () => ids().flatMap((id) => signals.get(id)?.[0] ?? []),
    row: (id) => signals.get(id)?.[0](),
    show,
  };
}

function sameIds(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}
