import path from "node:path";
import { defineCommand, runMain } from "citty";
import { importLog } from "../src/server/store/sqlite/log-text/import-log.ts";
import { clearly } from "./clearly.ts";
import { databaseArg, fileOf } from "./database-arg.ts";
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
    const file = fileOf(args.database, "Nothing can be imported into PostgreSQL yet.");
    const imported = await watchOperation("import", importLog({ from, file }));
    if (imported === null) return;
    const { alerts, events } = imported;
    process.stdout.write(`Imported ${alerts} alerts, ${events} events.\n`);
  }),
});

await runMain(command);
