import { onOrphaned } from "./orphan.ts";

/** What asks it to end: the system, Ctrl-C, a terminal that is closed. */
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/** Time (ms) in which it ends once it is asked to, whatever is stuck. */
const WITHIN = 4_500;

/** Ends what is under way. The process ends once it is done, or when it takes too long. */
export type End = (signal: NodeJS.Signals) => Promise<void>;

export interface Stop {
  /** From now on, this is what is to be done before the end. */
  readonly become: (end: End, onLate: () => void) => void;
}

/**
 * Hears from the first moment on what asks the process to end, since the first process of a container
 * hears of no signal that it does not listen to. Who asks again is in a hurry: so is it.
 */
export function listenForStop(first: End): Stop {
  let end = first;
  let onLate = () => {};
  let isStopping = false;

  async function stop(signal: NodeJS.Signals): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    // As a crash does, since to exit is to wait for the writer, and that may wait for the file.
    setTimeout(() => {
      onLate();
      process.kill(process.pid, "SIGKILL");
    }, WITHIN).unref();
    await end(signal);
    process.exit(0);
  }

  for (const signal of SIGNALS) process.on(signal, (heard) => void stop(heard));
  onOrphaned(() => void stop("SIGTERM"));
  return {
    become: (next, told) => {
      end = next;
      onLate = told;
    },
  };
}
