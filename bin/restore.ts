import path from "node:path";
import { defineCommand, runMain } from "citty";
import { restore } from "../src/server/store/sqlite/backup/restore.ts";
import { BACKED_UP_ELSEWHERE } from "../src/server/backups/elsewhere.ts";
import { clearly } from "./clearly.ts";
import { databaseArg, fileOf } from "./database-arg.ts";
import { watchOperation } from "./watch-operation.ts";

const command = defineCommand({
  meta: {
    name: "restore",
    description:
      "Puts a backup in the place of the database, which is kept. Stop the server first.",
  },
  args: {
    file: { type: "positional", required: true, description: "The backup" },
    database: databaseArg,
  },
  run: clearly(async ({ args }) => {
    const from = path.resolve(args.file);
    const file = fileOf(args.database, BACKED_UP_ELSEWHERE);
    const at = new Date().toISOString();
    const restored = await watchOperation("restore", restore({ from, file, at }));
    if (restored === null) return;
    const { alerts, events, keptAs, isProven } = restored;
    process.stdout.write(`Restored ${alerts} alerts, ${events} events.\n`);
    if (keptAs !== null) process.stdout.write(`The old database is ${keptAs}.\n`);
    if (!isProven)
      process.stdout.write("There was no manifest beside the backup to compare it with.\n");
  }),
});

await runMain(command);
