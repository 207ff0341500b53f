import { existsSync } from "node:fs";
import { defineCommand, runMain } from "citty";
import { openAlone } from "../src/server/store/sqlite/file/database.ts";
import { rebuild } from "../src/server/store/sqlite/log/rebuild.ts";
import { clearly } from "./clearly.ts";
import { watchOperation } from "./watch-operation.ts";
import { databaseArg, fileOf } from "./database-arg.ts";

const command = defineCommand({
  meta: {
    name: "rebuild",
    description: "Makes every read model anew from the log. Stop the server first.",
  },
  args: { database: databaseArg },
  run: clearly(async ({ args }) => {
    const file = fileOf(args.database);
    if (!existsSync(file)) throw new Error(`There is no database at ${file}.`);
    const { tables, close } = openAlone(file, 0);
    const events = await watchOperation("rebuild", rebuild(tables)).finally(close);
    if (events !== null) process.stdout.write(`Rebuilt from ${events} events.\n`);
  }),
});

await runMain(command);
