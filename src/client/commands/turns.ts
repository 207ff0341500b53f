/** Asks for something of an alert, by its number, once what was asked of it before is answered. */
export type InTurn = <T>(id: number, ask: () => Promise<T>) => Promise<T>;

/**
 * Lets what is asked of one alert reach the server in order. Requests overtake each other on their way: who takes back a
 * deletion and then what was done before it would be refused, since the alert is deleted yet.
 */
export function createTurns(): InTurn {
  const last = new Map<number, Promise<unknown>>();

  return async (id, ask) => {
    const own = last.get(id)?.then(ask, ask) ?? ask();
    last.set(id, own);
    try {
      return await own;
    } finally {
      if (last.get(id) === own) last.delete(id);
    }
  };
}
