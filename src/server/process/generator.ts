import "server-only";
import { spawn } from "node:child_process";
import path from "node:path";

/** Another entry of the build, beside the one that runs. */
const GENERATE = path.join(import.meta.dirname, "generate.js");

/** Starts a process that posts alerts to `url`, so many a second. The result stops it. */
export function startGenerator(url: string, rate: number, key: string): () => void {
  const child = spawn(
    process.execPath,
    [GENERATE, "--url", url, "--rate", String(rate)],
    // It ends when this channel does, so it never outlives the server.
    {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      // Anyone on this machine may read what it is called with.
      env: { ...process.env, TOCSIN_KEY: key },
    },
  );
  return () => void child.kill("SIGTERM");
}
