/** `byHand`: somebody wanted something done, nothing was merely read. */
type Listener = (byHand: boolean) => void;

const listeners = new Set<Listener>();

/** Hears of every answer that says that nobody is signed in, until the returned function is called. */
export function listenToRefusals(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellRefusal(byHand: boolean): void {
  for (const listener of listeners) listener(byHand);
}
