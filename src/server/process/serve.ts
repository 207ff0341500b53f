import "server-only";
import { once } from "node:events";
import { realpathSync, statSync } from "node:fs";
import type { Server } from "node:http";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Config } from "./config.ts";
import { drain } from "./drain.ts";
import { startGenerator } from "./generator.ts";
import { createHttpServer } from "../http/server.ts";
import { createSite, type Pages } from "../site/site.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import { createLog, type Log, surviveClosedTerminal } from "../telemetry/log.ts";
import { BUILD, VERSION } from "../telemetry/version.ts";
import { type DatabaseLocation, shownLocation } from "../store/location.ts";
import type { WriterOpening } from "../store/sqlite/threads/writer-opening.ts";
import type { Stop } from "./stop.ts";
import { tellSetupCode } from "./setup-code.ts";
import { openTocsin } from "./tocsin.ts";

/** Time (ms) after which it is told at the latest how the server was used: that takes two seconds at most. */
const TELL_AFTER = 2_000;

/** Time (ms) for those who waited for it to listen to be answered, before it loads what renders pages. */
const WARMS_UP_AFTER = 100;

/** Serves until it is told to stop. Rejects where it cannot begin. */
export async function serve(
  config: Config,
  opening: WriterOpening | undefined,
  stop: Stop,
): Promise<void> {
  const log = createLog(config.logLevel);
  globalThis.TOCSIN_BASE = config.basePath;
  surviveClosedTerminal();
  const tocsin = await openTocsin(config, log, opening === undefined ? {} : { opening });
  const { entrance, readingFor } = tocsin;
  const site = createSite(path.join(import.meta.dirname, "../client"), loadPages, {
    basePath: config.basePath,
    readingFor,
    isSetUp: entrance.isSetUp,
  });
  const server = createHttpServer(tocsin.listener(site.answer));
  server.on("upgrade", tocsin.live.upgrade);
  const url = await listen(server, config);
  tellOfDatabase(config.database, log);
  tellSetupCode(entrance.setupCode, config.publicOrigin?.href ?? url);
  const stopGenerator =
    config.generatorRate > 0
      ? startGenerator(url, config.generatorRate, entrance.generatorKey)
      : null;

  async function end(signal: NodeJS.Signals): Promise<void> {
    log.info({ signal }, "stopping");
    publishFact(CHANNELS.lifecycle, { type: "stopping", ms: performance.now() });
    stopGenerator?.();
    tocsin.live.stop();
    const drained = drain(server);
    // What is asked until then is told of as well; but it is not told later than it can be.
    const told = Promise.race([drained, setTimeout(TELL_AFTER)]).then(tocsin.telemetry.stop);
    // What is written is waited for, a search that may take long is not.
    await Promise.all([
      tocsin.delivery.stop(),
      tocsin.operations.stop(),
      tocsin.store.endScans(),
      drained,
    ]);
    await Promise.all([tocsin.store.close(), told]);
  }
  stop.become(end, () => log.fatal("something did not end in time"));
  publishFact(CHANNELS.lifecycle, { type: "started", ms: performance.now() });
  // Last, since whoever reads it may ask for the end at once.
  process.stdout.write(`Tocsin listens on ${url}\n`);
  // Whoever waits for the server to listen is answered before; whoever asks for a page meanwhile has it loaded at once.
  await setTimeout(WARMS_UP_AFTER);
  await site.warmUp();
}

async function loadPages(): Promise<Pages> {
  return (await import("../../entry-server.tsx")).default;
}

/** Where everything is kept, wherever it was started from, and whether anyone else may look. */
function tellOfDatabase(location: DatabaseLocation, log: Log): void {
  const about = { version: VERSION, build: BUILD };
  if (location.engine === "postgres")
    return log.info({ database: shownLocation(location), ...about }, "opened");
  const database = realpathSync(location.file);
  log.info({ database, ...about }, "opened");
  const mode = statSync(database).mode & 0o777;
  if (process.platform === "win32" || (mode & 0o007) === 0) return;
  log.warn({ database, mode: mode.toString(8) }, "anyone on this machine may read the database");
}

/** Rejects with what the system says, such as that the port is taken. */
async function listen(server: Server, { host, port, basePath }: Config): Promise<string> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  const bound = typeof address === "object" ? (address?.port ?? port) : port;
  const origin = `http://${host.includes(":") ? `[${host}]` : host}:${bound}`;
  return origin + basePath.slice(0, -1);
}
