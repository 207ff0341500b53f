import "server-only";
import { run } from "./run.ts";
import { listenForStop } from "./stop.ts";

try {
  await run(process.env, listenForStop);
} catch (error) {
  process.stderr.write(`tocsin: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
