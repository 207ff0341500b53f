import type { Progress } from "../../domain/operation.ts";
import type { Exported, Part } from "../../protocol/export.ts";
import { tellSteps } from "../store/engine/forked/tell-steps.ts";
import type { ExportSteps } from "../store/engine/log-text/compose.ts";
import { exportLog } from "../store/sqlite/log-text/export-log.ts";

export interface ExportProcessOptions {
  /** The file of SQLite; null where the database is the one that DATABASE_URL names. */
  readonly file: string | null;
  readonly part: Part;
}

await tellSteps((options) => sendExport(options as ExportProcessOptions));

/** Writes an export to the standard output. */
async function* sendExport(options: ExportProcessOptions): AsyncGenerator<Progress, Exported> {
  const steps = await begin(options);
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
    const { frame, progress } = step.value;
    if (frame !== null) await send(frame);
    yield progress;
  }
}

async function begin({ file, part }: ExportProcessOptions): Promise<ExportSteps> {
  if (file !== null) return exportLog({ file, part });
  const postgres = await import("../store/postgres/log-text/export-log.ts");
  return postgres.exportLog({ url: process.env["DATABASE_URL"] ?? "", part });
}

/** Resolves when it was taken: whoever is slow holds this up, and nothing is piled up for them. */
function send(frame: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(frame, (error) => (error ? reject(error) : resolve()));
  });
}
