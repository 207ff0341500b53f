import "server-only";
import type { Alert } from "../../domain/alert.ts";
import { fold } from "../../domain/search.ts";

/** A name with a value, which open alerts carry. */
export interface Pair {
  readonly of: Kind;
  readonly name: string;
  readonly value: string;
  /** Both as they are compared, see {@link fold}. */
  readonly folded: { readonly name: string; readonly value: string };
  /** How many carry it. */
  open: number;
}

/** What alerts all have, or a label, which may be called the same. */
type Kind = "field" | "label";

/** An open alert, as far as suggestions look at it. */
export interface Open {
  readonly pairs: readonly Pair[];
  readonly isSnoozed: boolean;
}

/** What each open alert carries, each pair once however many carry it. */
export type Carried = ReturnType<typeof createCarried>;

/** What alerts have besides their labels. */
export const FIELDS = ["severity", "status", "source", "acknowledgedBy"] as const;

/** How much is kept at most: alerts, and characters of names and values. */
export interface Room {
  readonly alerts: number;
  readonly characters: number;
}

export const ROOM: Room = { alerts: 50_000, characters: 8_000_000 };

/** Those of which nothing was heard the longest are forgotten where room ends. */
export function createCarried(room: Room) {
  const pairs = { field: new Map<string, Named>(), label: new Map<string, Named>() };
  /** Those heard of last come last. */
  const alerts = new Map<number, Open>();
  let listed: readonly Open[] | null = null;
  let characters = 0;
  let isWhole = true;

  /** Takes the alert as it now is, null where it is gone. */
  function take(id: number, alert: Alert | null): void {
    drop(id);
    listed = null;
    if (alert === null || alert.status === "resolved" || alert.deletedAt !== null) return;
    alerts.set(id, { pairs: pairsOf(alert), isSnoozed: alert.snoozedUntil !== null });
    for (const oldest of alerts.keys()) {
      if (alerts.size <= room.alerts && characters <= room.characters) break;
      drop(oldest);
      isWhole = false;
    }
  }

  function pairsOf(alert: Alert): Pair[] {
    const carried: Pair[] = [];
    const put = (of: Kind, name: string, value: string) => {
      if (value !== "") carried.push(carry(of, name, value));
    };
    for (const name of FIELDS) put("field", name, alert[name] ?? "");
    for (const [name, value] of Object.entries(alert.labels)) put("label", name, value);
    return carried;
  }

  function carry(of: Kind, name: string, value: string): Pair {
    const named: Named = pairs[of].get(name) ?? new Map();
    pairs[of].set(name, named);
    let pair = named.get(value);
    if (pair === undefined) {
      pair = { of, name, value, folded: { name: fold(name), value: fold(value) }, open: 0 };
      named.set(value, pair);
      characters += name.length + value.length;
    }
    pair.open++;
    return pair;
  }

  function drop(id: number): void {
    for (const pair of alerts.get(id)?.pairs ?? []) {
      pair.open--;
      if (pair.open > 0) continue;
      const named = pairs[pair.of].get(pair.name);
      named?.delete(pair.value);
      if (named?.size === 0) pairs[pair.of].delete(pair.name);
      characters -= pair.name.length + pair.value.length;
    }
    alerts.delete(id);
  }

  return {
    take,
    /** Whether none was forgotten. */
    isWhole: () => isWhole,
    /** Whether there may be room again for what was forgotten. */
    isWorthReading: () =>
      !isWhole && alerts.size < room.alerts / 2 && characters < room.characters / 2,
    /** The pairs of a name. */
    named: (of: Kind, name: string): Iterable<Pair> => pairs[of].get(name)?.values() ?? [],
    all: (of: Kind): Iterable<Pair> => allOf(pairs[of]),
    /** All of this moment, whatever becomes of them while they are gone through. */
    alerts: (): readonly Open[] => (listed ??= [...alerts.values()]),
  };
}

/** The pairs of one name, by their values. */
type Named = Map<string, Pair>;

function* allOf(pairs: ReadonlyMap<string, Named>): Iterable<Pair> {
  for (const named of pairs.values()) yield* named.values();
}
