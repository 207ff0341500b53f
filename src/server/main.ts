import "server-only";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import path from "node:path";
import pages from "../entry-server.tsx";
import { type Config, readConfig } from "./config.ts";
import { startGenerator } from "./generator.ts";
import { createListener } from "./http/listener.ts";
import { createSite } from "./http/site.ts";
import { createLive } from "./live/live.ts";
import { createLog } from "./log.ts";
import { onOrphaned } from "./orphan.ts";
import { openTocsin } from "./tocsin.ts";

/** Time (ms) that requests under way have to end once the server is asked to stop. */
const STOP_WITHIN = 3_000;
/** Time (ms) in which a request must have said what it wants, and have been received whole. */
const HEADERS_WITHIN = 10_000;
const REQUEST_WITHIN = 30_000;

try {
  await main();
} catch (error) {
  process.stderr.write(`tocsin: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const tocsin = await openTocsin(config, log);
  const live = createLive(tocsin);
  const site = createSite(path.join(import.meta.dirname, "../client"), pages);
  const server = createServer(
    { headersTimeout: HEADERS_WITHIN, requestTimeout: REQUEST_WITHIN },
    createListener(tocsin, site),
  );
  server.on("upgrade", live.upgrade);
  const url = await listen(server, config);
  process.stdout.write(`Tocsin listens on ${url}\n`);
  const stopGenerator = config.generatorRate > 0 ? startGenerator(url, config.generatorRate) : null;

  /** Ends what is under way, then closes the file; a second signal does not wait. */
  async function stop(signal: NodeJS.Signals): Promise<void> {
    log.info({ signal }, "stopping");
    process.once(signal, () => process.exit(1));
    stopGenerator?.();
    live.stop();
    await closed(server);
    await tocsin.store.close();
    process.exit(0);
  }
  process.once("SIGTERM", (signal) => void stop(signal));
  process.once("SIGINT", (signal) => void stop(signal));
  onOrphaned(() => process.kill(process.pid, "SIGTERM"));
}

/** Rejects with what the system says, such as that the port is taken. */
async function listen(server: Server, { host, port }: Config): Promise<string> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  const bound = typeof address === "object" ? (address?.port ?? port) : port;
  return `http://${host.includes(":") ? `[${host}]` : host}:${bound}`;
}

async function closed(server: Server): Promise<void> {
  const end = setTimeout(() => server.closeAllConnections(), STOP_WITHIN);
  server.close();
  server.closeIdleConnections();
  await once(server, "close");
  clearTimeout(end);
}
