import { defineCommand, runMain } from "citty";
import { openAlone } from "../src/server/store/sqlite/file/database.ts";
import { rebuild } from "../src/server/store/sqlite/log/rebuild.ts";
import { clearly } from "./clearly.ts";
import { databaseArg, fileOf } from "./database-arg.ts";

const command = defineCommand({
  meta: {
    name: "rebuild",
    description: "Makes every read model anew from the log. Stop the server first.",
  },
  args: { database: databaseArg },
  run: clearly(({ args }) => {
    const { tables, close } = openAlone(fileOf(args.database), 0);
    const events = rebuild(tables, (seq) => process.stdout.write(`\r${seq} events`));
    close();
    process.stdout.write(`\rRebuilt from ${events} events.\n`);
  }),
});

await runMain(command);
