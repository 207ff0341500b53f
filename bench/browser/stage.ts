import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { type Server, startPeer, startTocsin } from "../peers/server.ts";

/** Tocsin, and the pages to compare its page with, at one address. */
export interface Stage extends AsyncDisposable {
  readonly url: string;
  /** Tocsin itself, for what posts alerts: not through the delay. */
  readonly tocsin: string;
}

/** A stage on a copy of that database. Pages of rows take `latency` ms more. */
export async function setStage(history: string, latency: number): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), "tocsin-bench-"));
  const file = join(directory, "tocsin.db");
  copyFileSync(history, file);
  await build({ configFile: "bench/peers/window/vite.config.ts" });
  const tocsin = await startTocsin(file);
  const proxy = await startPeer("peers/proxy.ts", tocsin.url, String(latency), "bench/data/peers");
  return {
    url: proxy.url,
    tocsin: tocsin.url,
    [Symbol.asyncDispose]: async () => {
      for (const server of [proxy, tocsin] satisfies Server[]) await server[Symbol.asyncDispose]();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
