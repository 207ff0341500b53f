import { existsSync } from "node:fs";
import path from "node:path";
import { defineCommand, runMain } from "citty";
import { forkBackup } from "../src/server/store/sqlite/backup/fork-backup.ts";
import { BACKED_UP_ELSEWHERE } from "../src/server/backups/elsewhere.ts";
import { clearly } from "./clearly.ts";
import { databaseArg, fileOf } from "./database-arg.ts";
import { watchOperation } from "./watch-operation.ts";

const command = defineCommand({
  meta: {
    name: "backup",
    description: "Copies the database as it is, beside a running server or without one.",
  },
  args: {
    database: databaseArg,
    to: {
      type: "string",
      default: process.env["BACKUP_DIR"]?.trim() ?? "",
      description: "The folder; else what BACKUP_DIR says, or backups beside the database",
    },
  },
  run: clearly(async ({ args }) => {
    const file = fileOf(args.database, BACKED_UP_ELSEWHERE);
    if (!existsSync(file)) throw new Error(`There is no database at ${file}.`);
    const folder =
      args.to === "" ? path.join(path.dirname(file), "backups") : path.resolve(args.to);
    const at = new Date().toISOString();
    const backup = await watchOperation("backup", forkBackup({ file, folder, at }));
    if (backup === null) return;
    const { name, alerts, events, bytes } = backup;
    process.stdout.write(
      `${path.join(folder, name)}: ${alerts} alerts, ${events} events, ${bytes} bytes.\n`,
    );
  }),
});

await runMain(command);
