import "server-only";
import { openWriter } from "../store/sqlite/threads/writer-opening.ts";
import { readConfig } from "./config.ts";
import { listenForStop } from "./stop.ts";

try {
  const config = readConfig(process.env);
  // The thread opens the database while the rest is loaded: that is most of a start.
  const { database } = config;
  const opening = database.engine === "sqlite" ? openWriter(database.file) : undefined;
  // To exit while the thread migrates would block this one, and with it the clock that ends it.
  const stop = listenForStop(async () => opening?.opened.then(nothing, nothing));
  const { serve } = await import("./serve.ts");
  await serve(config, opening, stop);
} catch (error) {
  process.stderr.write(`tocsin: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function nothing(): void {}
