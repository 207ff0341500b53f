import type { Server } from "../peers/server.ts";
import { familyOf } from "../report/usage.ts";

/** A server that stands still but for its turns. */
export interface Held extends Disposable {
  /** Lets it go on for as long as that work lasts. */
  turn<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Stops a server and the processes that it runs between its turns: what goes on in it for longer than a turn takes
 * nothing from those who have the others. Who asks it for something meanwhile is answered in its next turn.
 */
export function held({ pid }: Server): Held {
  const signal = (name: "SIGSTOP" | "SIGCONT") => {
    for (const one of familyOf(pid)) {
      try {
        process.kill(one, name);
      } catch (error) {
        // What makes a backup may have come to its end since it was listed; the server has not.
        if (one === pid) throw error;
      }
    }
  };
  signal("SIGSTOP");
  return {
    async turn(work) {
      signal("SIGCONT");
      try {
        return await work();
      } finally {
        signal("SIGSTOP");
      }
    },
    [Symbol.dispose]: () => signal("SIGCONT"),
  };
}
