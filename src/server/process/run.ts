import "server-only";
import { loadWriter } from "../store/sqlite/threads/writer-opening.ts";
import type { End, Stop } from "./stop.ts";

/**
 * Opens a server and serves until it is told to stop, by what hears of that. Rejects where it cannot begin. Apart from
 * main.ts, since a process that is no server alone ends otherwise: one of tests serves one server after the other.
 */
export async function run(
  environment: NodeJS.ProcessEnv,
  listenForStop: (first: End) => Stop,
): Promise<void> {
  // The thread is loaded while the configuration is read, and opens the database while the rest is loaded:
  // that is most of a start.
  const isElsewhere = /^\s*postgres/u.test(environment["DATABASE_URL"] ?? "");
  const writer = isElsewhere ? null : loadWriter();
  const { readConfig } = await import("./config.ts");
  const config = readConfig(environment);
  const { database } = config;
  const opening = database.engine === "sqlite" ? writer?.open(database.file) : undefined;
  // To exit while the thread migrates would block this one, and with it the clock that ends it.
  const stop = listenForStop(async () => opening?.opened.then(nothing, nothing));
  const { serve } = await import("./serve.ts");
  await serve(config, opening, stop);
}

function nothing(): void {}
