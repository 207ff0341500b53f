import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ENDED, type Order } from "./host-order.ts";

/** Time (ms) in which an app ends: to end what hangs, not to measure. */
const END_LIMIT = 100_000;

/** Those of this worker that serve nothing now. */
const idle = new Set<ChildProcess>();

/**
 * A process of this worker that has loaded the built server, and serves this app next; whoever hears an app's streams
 * hears it there. Most of what a start takes of a processor is to load and compile, which is done once here.
 */
export function hostOf(environment: NodeJS.ProcessEnv): ChildProcess {
  const [host = begin()] = idle;
  idle.delete(host);
  order(host, { type: "serve", environment });
  return host;
}

function begin(): ChildProcess {
  const entry = fileURLToPath(new URL("./host-process.ts", import.meta.url));
  const host = spawn(process.execPath, [entry], {
    env: { ...process.env, NODE_ENV: "production", NODE_COMPILE_CACHE: CODE_CACHE },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  // One that broke serves nobody any more: the next app has another.
  host.once("exit", () => idle.delete(host));
  return host;
}

/** Where the built server keeps it, too. */
const CODE_CACHE = resolve("dist/server/code-cache");

/**
 * Ends the app in order and waits until it has, and until all that it said was heard. The host serves others then.
 * Rejects where the app does not end, after which its host is gone.
 */
export async function endOn(host: ChildProcess): Promise<void> {
  const over = new AbortController();
  const late = setTimeout(() => host.kill("SIGKILL"), END_LIMIT);
  const ended = Promise.race([heard(host, ENDED), failed(host, over.signal)]);
  order(host, { type: "end" });
  try {
    await ended;
  } finally {
    clearTimeout(late);
    over.abort();
  }
  host.stdout?.removeAllListeners("data");
  host.stderr?.removeAllListeners("data");
  idle.add(host);
}

function order(host: ChildProcess, what: Order): void {
  // Where it is gone, whoever waits for it hears so.
  host.send(what, () => {});
}

/**
 * On the stream of its log, so that nothing is under way any more that was said before. Something may follow: a request
 * that was given up is told of when its connection has failed.
 */
function heard(host: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve) => {
    let rest = "";
    host.stderr?.on("data", (chunk: Buffer) => {
      const said = rest + chunk.toString();
      if (said.includes(text)) resolve();
      rest = said.slice(-text.length);
    });
  });
}

/** A host is waited for again and again: none may leave a listener behind. */
async function failed(host: ChildProcess, signal: AbortSignal): Promise<never> {
  const [code, by] = (await once(host, "exit", { signal })) as [number | null, string | null];
  throw new Error(`The app did not end in order; its host ended with ${code ?? by}.`);
}
