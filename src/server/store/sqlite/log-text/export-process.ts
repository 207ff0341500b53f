import type { Progress } from "../../../../domain/operation.ts";
import type { Exported } from "../../../../protocol/export.ts";
import { tellSteps } from "../forked/tell-steps.ts";
import { exportLog, type ExportOptions } from "./export-log.ts";

await tellSteps((options) => sendExport(options as ExportOptions));

/** Writes an export to the standard output. */
async function* sendExport(options: ExportOptions): AsyncGenerator<Progress, Exported> {
  const steps = exportLog(options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const { frame, progress } = step.value;
    if (frame !== null) await send(frame);
    yield progress;
  }
}

/** Resolves when it was taken: whoever is slow holds this up, and nothing is piled up for them. */
function send(frame: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(frame, (error) => (error ? reject(error) : resolve()));
  });
}
