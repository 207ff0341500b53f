import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readConfig } from "./config.ts";
import { withReading } from "../site/reading.ts";
import { createLog } from "../telemetry/log.ts";
import { openTocsin } from "./tocsin.ts";

/** The server for `npm run dev`: API and socket are ours, pages and files stay Vite's. */
export async function startDev() {
  const config = readConfig(process.env);
  // When its configuration changes, Vite begins anew before it ends what runs.
  const tocsin = await openTocsin(config, createLog(config.logLevel), { isShared: true });
  return {
    upgrade: tocsin.live.upgrade,
    /** Calls `next` for what is not the API. */
    answer: (request: IncomingMessage, response: ServerResponse, next: () => void) =>
      tocsin.listener(async (_, __, ___, caller) => {
        const principal = caller.ok ? caller.value.principal : null;
        return withReading(tocsin.readingFor(principal), next);
      })(request, response),
    async close(): Promise<void> {
      tocsin.live.stop();
      await tocsin.store.close();
    },
  };
}
