import { finish } from "../../sqlite/log-text/log-text.fixture.ts";
import { scratchFile } from "../../sqlite/file/scratch.fixture.ts";
import { ALL, type Part } from "../../../../protocol/export.ts";
import { writeExport } from "../../engine/log-text/export-file.ts";
import { exportLog } from "./export-log.ts";

/** Exports a database, and says where that lies. */
export async function exportedFrom(url: string, part: Part = ALL): Promise<string> {
  const to = `${scratchFile()}.jsonl.zst`;
  await finish(writeExport(exportLog({ url, part }), to));
  return to;
}
