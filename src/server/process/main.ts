import "server-only";
import { readConfig } from "./config.ts";
import { openWriter } from "../store/sqlite/threads/writer-opening.ts";

try {
  const config = readConfig(process.env);
  // The thread opens the database while the rest is loaded: that is most of a start.
  const opening = openWriter(config.databaseFile);
  const { serve } = await import("./serve.ts");
  await serve(config, opening);
} catch (error) {
  process.stderr.write(`tocsin: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
