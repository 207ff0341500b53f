import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readConfig } from "./config.ts";
import { sendProblem } from "../http/respond.ts";
import { withReading } from "../site/reading.ts";
import { lead, visitOf } from "../site/site.ts";
import { createLog } from "../telemetry/log.ts";
import { tellSetupCode } from "./setup-code.ts";
import { openTocsin } from "./tocsin.ts";

/** The server for `npm run dev`: API and socket are ours, pages and files stay Vite's. */
export async function startDev() {
  const config = readConfig(process.env);
  // When its configuration changes, Vite begins anew before it ends what runs.
  const tocsin = await openTocsin(config, createLog(config.logLevel), { isShared: true });
  const { entrance, readingFor } = tocsin;
  tellSetupCode(entrance.setupCode, config.publicOrigin?.href ?? "");

  /** Whoever may not see a page is led as they are by the built server; Vite's files are open. */
  function answer(request: IncomingMessage, response: ServerResponse, next: () => void): void {
    const isPage = request.headers.accept?.includes("text/html") === true;
    tocsin.listener(async (_, __, url, callerOf) => {
      if (!isPage) return next();
      const visit = visitOf(url, await callerOf(), entrance.isSetUp());
      switch (visit.type) {
        case "shown":
          return withReading(readingFor(visit.principal), next);
        case "led":
          return lead(response, visit.location);
        case "refused":
          return sendProblem(response, visit.problem);
        default:
          return visit satisfies never;
      }
    })(request, response);
  }

  return {
    upgrade: tocsin.live.upgrade,
    /** Calls `next` for what is not the API. */
    answer,
    async close(): Promise<void> {
      tocsin.live.stop();
      await tocsin.store.close();
    },
  };
}
