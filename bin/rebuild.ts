import { existsSync } from "node:fs";
import { defineCommand, runMain } from "citty";
import { openAlone } from "../src/server/store/sqlite/file/database.ts";
import { vacuumWhole } from "../src/server/store/sqlite/file/vacuum.ts";
import { rebuild } from "../src/server/store/sqlite/log/rebuild.ts";
import { clearly } from "./clearly.ts";
import { watchOperation } from "./watch-operation.ts";
import { databaseArg, fileOf } from "./database-arg.ts";

const command = defineCommand({
  meta: {
    name: "rebuild",
    description: "Makes every read model anew from the log. Stop the server first.",
  },
  args: {
    database: databaseArg,
    vacuum: {
      type: "boolean",
      description: "Then write the file anew, as small as it can be; needs as much room beside it",
    },
  },
  run: clearly(async ({ args }) => {
    const file = fileOf(args.database, "Read models in PostgreSQL cannot be made anew yet.");
    if (!existsSync(file)) throw new Error(`There is no database at ${file}.`);
    const { tables, close } = openAlone(file, 0);
    try {
      const events = await watchOperation("rebuild", rebuild(tables));
      if (events === null) return;
      process.stdout.write(`Rebuilt from ${events} events.\n`);
      if (args.vacuum !== true) return;
      const megabytes = Math.round(vacuumWhole(tables) / 1_000_000);
      process.stdout.write(`The file is ${megabytes} MB smaller.\n`);
    } finally {
      close();
    }
  }),
});

await runMain(command);
