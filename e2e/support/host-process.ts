import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { run as Run } from "../../src/server/process/run.ts";
import type { End } from "../../src/server/process/stop.ts";
import { ENDED, type Order } from "./host-order.ts";

/** The built server, of which one app after the other runs here. */
const { run } = (await import(pathToFileURL(resolve("dist/server/run.js")).href)) as {
  readonly run: typeof Run;
};

/** How the one that runs now is ended. */
let end: End = () => Promise.resolve();

// Each app listens for as long as a process of its own would live.
for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0);
process.on("disconnect", () => process.exit());
// A fault is as fatal as in an app's own process: who waits hears of that end.
process.on("message", (order: Order) => void obey(order));

async function obey(order: Order): Promise<void> {
  switch (order.type) {
    case "serve":
      return run(order.environment, (first) => {
        end = first;
        return { become: (next) => (end = next) };
      });
    case "end":
      await end("SIGTERM");
      process.stderr.write(ENDED);
      return;
    default:
      return order satisfies never;
  }
}
