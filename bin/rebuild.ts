import { existsSync } from "node:fs";
import { defineCommand, runMain } from "citty";
import { openAlone } from "../src/server/store/sqlite/file/database.ts";
import { vacuumWhole } from "../src/server/store/sqlite/file/vacuum.ts";
import { rebuild } from "../src/server/store/sqlite/log/rebuild.ts";
import { clearly } from "./clearly.ts";
import { watchOperation } from "./watch-operation.ts";
import { databaseArg, locationOf } from "./database-arg.ts";

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
    const location = locationOf(args.database);
    const vacuum = args.vacuum === true;
    if (location.engine === "sqlite") await rebuildFile(location.file, vacuum);
    else await rebuildDatabase(location.url, vacuum);
  }),
});

async function rebuildFile(file: string, vacuum: boolean): Promise<void> {
  if (!existsSync(file)) throw new Error(`There is no database at ${file}.`);
  const { tables, close } = openAlone(file, 0);
  try {
    if (!tell(await watchOperation("rebuild", rebuild(tables))) || !vacuum) return;
    const megabytes = Math.round(vacuumWhole(tables) / 1_000_000);
    process.stdout.write(`The file is ${megabytes} MB smaller.\n`);
  } finally {
    close();
  }
}

async function rebuildDatabase(url: string, vacuum: boolean): Promise<void> {
  if (vacuum)
    throw new Error(
      "--vacuum is for SQLite: PostgreSQL uses room again by itself, see its VACUUM.",
    );
  const postgres = await import("../src/server/store/postgres/log/rebuild.ts");
  tell(await watchOperation("rebuild", postgres.rebuild(url)));
}

/** Whether it was not broken off. */
function tell(events: number | null): boolean {
  if (events !== null) process.stdout.write(`Rebuilt from ${events} events.\n`);
  return events !== null;
}

await runMain(command);
