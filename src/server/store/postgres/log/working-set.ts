import type { Alert } from "../../../../domain/alert.ts";
import type { Memory } from "../../../../domain/memory.ts";
import type { Find, Known, Name } from "../../engine/episodes.ts";
import { identityOf } from "../../engine/identity.ts";

/**
 * The alerts that some commands are about, as they are and as the commands leave them: what is found among them is what
 * would be found in the database, as long as all are here that could be meant (load.ts).
 */
export function createWorkingSet() {
  const known = new Map<number, Known>();
  const byIdentity = new Map<string, Set<number>>();
  /** By source and fingerprint. */
  const byName = new Map<string, Set<number>>();

  function put(one: Known): void {
    const { id, source, fingerprint } = one.alert;
    known.set(id, one);
    if (one.identity === null || fingerprint === null) return;
    into(byIdentity, one.identity, id);
    into(byName, keyOf({ source, fingerprint }), id);
  }

  /** What became of an alert. */
  function save(alert: Alert, memory: Memory): void {
    const identity = known.get(alert.id)?.identity ?? identityNamed(alert);
    // Whether another is open is looked up each time.
    put({ alert, memory: { ...memory, isSucceeded: false }, identity });
  }

  function remove(id: number): void {
    const one = known.get(id);
    known.delete(id);
    if (one === undefined) return;
    const { source, fingerprint } = one.alert;
    if (one.identity !== null) byIdentity.get(one.identity)?.delete(id);
    if (fingerprint !== null) byName.get(keyOf({ source, fingerprint }))?.delete(id);
  }

  function those(ids: Iterable<number> = [], isOpen: boolean): Known[] {
    return [...ids]
      .flatMap((id) => known.get(id) ?? [])
      .filter(({ alert }) => (alert.status !== "resolved") === isOpen);
  }

  function identities(name: Omit<Name, "identity">, isOpen: boolean): string[] {
    const found = those(byName.get(keyOf(name)), isOpen);
    return [...new Set(found.flatMap(({ identity }) => identity ?? []))].sort();
  }

  const find: Find = {
    byId: (id) => known.get(id),
    open: ({ identity }) => those(byIdentity.get(identity), true)[0],
    over: ({ identity }) =>
      those(byIdentity.get(identity), false).reduce<Known | undefined>(
        (latest, one) => (latest === undefined || one.alert.id > latest.alert.id ? one : latest),
        undefined,
      ),
    openNamed: (name) => identities(name, true).slice(0, 2),
    overNamed: (name) => identities(name, false).find((identity) => identity > name.identity),
  };

  return { find, put, save, remove, has: (id: number) => known.has(id) };
}

export type WorkingSet = ReturnType<typeof createWorkingSet>;

function keyOf({ source, fingerprint }: Omit<Name, "identity">): string {
  return JSON.stringify([source, fingerprint]);
}

function identityNamed({ source, fingerprint, labels }: Alert): string | null {
  return fingerprint === null ? null : identityOf({ source, fingerprint, labels });
}

function into(sets: Map<string, Set<number>>, key: string, id: number): void {
  const set = sets.get(key) ?? new Set();
  set.add(id);
  sets.set(key, set);
}
