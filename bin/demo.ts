import { spawn, spawnSync } from "node:child_process";
import { onOrphaned } from "../src/server/process/orphan.ts";

const ALERTS = 10_000;
/** Alerts a second that the generator posts. */
const RATE = "1";

// A database of its own, so that made-up alerts never mix with real ones.
const database = process.env["DATABASE_URL"]?.trim() || "file:data/demo.db";

const seedArgs = ["--database", database, "--alerts", String(ALERTS)];
// One that is filled already is left as it is, and seed says so.
spawnSync(process.execPath, ["dist/server/seed.js", ...seedArgs], { stdio: "inherit" });

const server = spawn(process.execPath, ["dist/server/main.js"], {
  stdio: "inherit",
  // Whoever wants to look is not to make an account first.
  env: {
    LOG_LEVEL: "warn",
    GENERATOR: RATE,
    ANONYMOUS: "operator",
    ...process.env,
    DATABASE_URL: database,
  },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => server.kill(signal));
onOrphaned(() => server.kill("SIGTERM"));
server.on("exit", (code) => process.exit(code ?? 0));
