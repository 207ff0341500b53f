/** The alerts that something is done to; null for all that match a filter. */
type Listener = (ids: readonly number[] | null) => void;

const listeners = new Set<Listener>();

/** Hears of all that the reader has done to alerts, as it is asked for, until the returned function is called. */
export function listenToDeeds(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellDeed(ids: readonly number[] | null): void {
  for (const listener of listeners) listener(ids);
}
