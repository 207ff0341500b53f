import os from "node:os";
import { setImmediate } from "node:timers/promises";
import type { Progress } from "../../../../domain/operation.ts";
import type { Problem } from "../../../../domain/problem.ts";
import type { Backup } from "../../../../protocol/backups.ts";
import { Refusal } from "../../refusal.ts";
import { type BackupOptions, makeBackup } from "./make-backup.ts";

/** What it says while it makes one backup. The last is how it ended. */
export type FromBackup =
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "done"; readonly backup: Backup }
  | { readonly type: "refused"; readonly problem: Problem; readonly cause: string }
  | { readonly type: "fault"; readonly error: unknown };

/** How much less than a server this is worth to the system, where both want the processor. */
const NICENESS = 10;

os.setPriority(NICENESS);
// Whoever has started it says when it ends; where they have gone, so does it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
process.on("disconnect", () => process.exit());

say(await make(JSON.parse(process.argv[2] ?? "") as BackupOptions));
process.disconnect?.();

async function make(options: BackupOptions): Promise<FromBackup> {
  const steps = makeBackup(options);
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done === true) return { type: "done", backup: step.value };
      say({ type: "progress", progress: step.value });
      // Whether they are still there is heard between two turns.
      await setImmediate();
    }
  } catch (error) {
    if (error instanceof Refusal)
      return { type: "refused", problem: error.problem, cause: error.message };
    return { type: "fault", error };
  }
}

function say(message: FromBackup): void {
  process.send?.(message);
}
