import { setImmediate } from "node:timers/promises";
import type { Progress, Steps } from "../../../../domain/operation.ts";
import { type Failure, Refusal } from "../../refusal.ts";

/** What a process says of the steps that it takes. The last is how they ended. */
export type FromSteps<T> =
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "done"; readonly result: T }
  | Failure;

/**
 * Takes steps in a process of their own, which ends with them, and tells whoever has forked it (fork-steps.ts):
 * they begin with the options that it was given.
 */
export async function tellSteps(begin: (options: unknown) => Steps<unknown>): Promise<void> {
  // Whoever has started it says when it ends; where they have gone, so does it.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
  process.on("disconnect", () => process.exit());
  say(await take(() => begin(JSON.parse(process.argv[2] ?? ""))));
  process.disconnect?.();
}

async function take(begin: () => Steps<unknown>): Promise<FromSteps<unknown>> {
  try {
    const steps = begin();
    for (;;) {
      const step = await steps.next();
      if (step.done === true) return { type: "done", result: step.value };
      say({ type: "progress", progress: step.value });
      // Whether they are still there is heard between two turns.
      await setImmediate();
    }
  } catch (error) {
    return error instanceof Refusal
      ? { type: "refused", problem: error.problem, cause: error.message }
      : { type: "fault", error };
  }
}

function say(message: FromSteps<unknown>): void {
  process.send?.(message);
}
