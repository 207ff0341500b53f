import "server-only";
import { loadWriter } from "../store/sqlite/threads/writer-opening.ts";
import { listenForStop } from "./stop.ts";

try {
  // The thread is loaded while the configuration is read, and opens the database while the rest is loaded:
  // that is most of a start.
  const isElsewhere = process.env["DATABASE_URL"]?.startsWith("postgres") ?? false;
  const writer = isElsewhere ? null : loadWriter();
  const { readConfig } = await import("./config.ts");
  const config = readConfig(process.env);
  const { database } = config;
  const opening = database.engine === "sqlite" ? writer?.open(database.file) : undefined;
  // To exit while the thread migrates would block this one, and with it the clock that ends it.
  const stop = listenForStop(async () => opening?.opened.then(nothing, nothing));
  const { serve } = await import("./serve.ts");
  await serve(config, opening, stop);
} catch (error) {
  process.stderr.write(`tocsin: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function nothing(): void {}
