import { existsSync } from "node:fs";
import path from "node:path";
import { defineCommand, runMain } from "citty";
import { OPERATOR } from "../src/domain/actor.ts";
import type { Progress } from "../src/domain/operation.ts";
import { type Exported, type Part, partOf } from "../src/protocol/export.ts";
import { writeExport } from "../src/server/store/engine/log-text/export-file.ts";
import type { DatabaseLocation } from "../src/server/store/location.ts";
import { exportTo } from "../src/server/store/sqlite/log-text/export-log.ts";
import { clearly } from "./clearly.ts";
import { databaseArg, locationOf } from "./database-arg.ts";
import { watchOperation } from "./watch-operation.ts";

const command = defineCommand({
  meta: {
    name: "export",
    description: "Writes the log as text, beside a running server or without one.",
  },
  args: {
    to: { type: "string", required: true, description: "The file, such as tocsin.jsonl.zst" },
    part: {
      type: "string",
      default: "",
      description:
        "Some alerts only, as GET /api/export takes them: 'source=db&from=2026-01-01T00:00:00Z'",
    },
    database: databaseArg,
  },
  run: clearly(async ({ args }) => {
    const location = locationOf(args.database);
    const part = partOf(new URLSearchParams(args.part), OPERATOR);
    if (!part.ok) throw new Error(`--part: ${part.problem.detail}`);
    const to = path.resolve(args.to);
    const exported = await watchOperation("export", await begin(location, part.value, to));
    if (exported === null) return;
    const { alerts, events, bytes } = exported;
    process.stdout.write(`${to}: ${alerts} alerts, ${events} events, ${bytes} bytes.\n`);
  }),
});

async function begin(
  location: DatabaseLocation,
  part: Part,
  to: string,
): Promise<AsyncGenerator<Progress, Exported>> {
  if (location.engine === "sqlite") {
    const { file } = location;
    if (!existsSync(file)) throw new Error(`There is no database at ${file}.`);
    return exportTo({ file, part }, to);
  }
  const { exportLog } = await import("../src/server/store/postgres/log-text/export-log.ts");
  return writeExport(exportLog({ url: location.url, part }), to);
}

await runMain(command);
