import path from "node:path";
import { defineCommand, runMain } from "citty";
import type { Progress } from "../src/domain/operation.ts";
import type { Imported } from "../src/server/store/engine/log-text/read-export.ts";
import type { DatabaseLocation } from "../src/server/store/location.ts";
import { importLog } from "../src/server/store/sqlite/log-text/import-log.ts";
import { clearly } from "./clearly.ts";
import { databaseArg, locationOf } from "./database-arg.ts";
import { watchOperation } from "./watch-operation.ts";

const command = defineCommand({
  meta: {
    name: "import",
    description: "Brings an export into a database without alerts. Stop the server first.",
  },
  args: {
    file: { type: "positional", required: true, description: "The export" },
    database: databaseArg,
  },
  run: clearly(async ({ args }) => {
    const from = path.resolve(args.file);
    const location = locationOf(args.database);
    const imported = await watchOperation("import", await begin(location, from));
    if (imported === null) return;
    const { alerts, events } = imported;
    process.stdout.write(`Imported ${alerts} alerts, ${events} events.\n`);
  }),
});

async function begin(
  location: DatabaseLocation,
  from: string,
): Promise<AsyncGenerator<Progress, Imported>> {
  if (location.engine === "sqlite") return importLog({ from, file: location.file });
  const postgres = await import("../src/server/store/postgres/log-text/import-log.ts");
  return postgres.importLog({ from, url: location.url });
}

await runMain(command);
