import { spawn, spawnSync } from "node:child_process";
import { seed } from "../db/seed.ts";
import { onOrphaned } from "../src/server/orphan.ts";
import { fileOf } from "./database-arg.ts";

const ALERTS = 10_000;
const DAYS = 30;
/** Alerts a second that the generator posts. */
const RATE = "1";

// A database of its own, so that made-up alerts never mix with real ones.
const database = process.env["DATABASE_URL"] ?? "file:data/demo.db";

const built = spawnSync("npm run build", { stdio: "inherit", shell: true });
if (built.status !== 0) process.exit(built.status ?? 1);

seed(fileOf(database), {
  alerts: ALERTS,
  days: DAYS,
  seed: 1,
  now: Date.now(),
  progress: (words) => process.stdout.write(`\rFilling an empty database: ${words} `),
});
process.stdout.write("\n");

const server = spawn(process.execPath, ["dist/server/main.js"], {
  stdio: "inherit",
  env: { LOG_LEVEL: "warn", GENERATOR: RATE, ...process.env, DATABASE_URL: database },
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal));
onOrphaned(() => server.kill("SIGTERM"));
server.on("exit", (code) => process.exit(code ?? 0));
