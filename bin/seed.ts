import { defineCommand, runMain } from "citty";
import type { SeedOptions } from "../db/made-up-log.ts";
import { seed } from "../db/seed.ts";
import type { Steps } from "../src/domain/operation.ts";
import type { DatabaseLocation } from "../src/server/store/location.ts";
import { clearly } from "./clearly.ts";
import { watchOperation } from "./watch-operation.ts";
import { databaseArg, locationOf } from "./database-arg.ts";
import { whole } from "./whole-number.ts";

const command = defineCommand({
  meta: { name: "seed", description: "Fills an empty database with a made-up history." },
  args: {
    database: databaseArg,
    alerts: { type: "string", default: "10000", description: "How many alerts" },
    days: { type: "string", default: "30", description: "The days they are spread over, to now" },
    seed: { type: "string", default: "1", description: "The same seed makes the same history" },
  },
  run: clearly(async ({ args }) => {
    const wanted = {
      alerts: whole("alerts", args.alerts),
      days: whole("days", args.days),
      seed: whole("seed", args.seed),
      now: Date.now(),
    };
    const done = await watchOperation("seed", await begin(locationOf(args.database), wanted));
    if (done === true) process.stdout.write(`Made up ${wanted.alerts} alerts.\n`);
    if (done === false) {
      process.stderr.write("The database has alerts already; it is left as it is.\n");
      process.exitCode = 1;
    }
  }),
});

async function begin(location: DatabaseLocation, wanted: SeedOptions): Promise<Steps<boolean>> {
  if (location.engine === "sqlite") return seed(location.file, wanted);
  const { seedDatabase } = await import("../db/seed-postgres.ts");
  return seedDatabase(location.url, wanted);
}

await runMain(command);
