import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A contender that listens, in a process of its own. */
export interface Server extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Bytes in use on the heap and by buffers, after a collection. */
  memory(): Promise<number>;
}

const PROBE = ["--expose-gc", "--import", "./bench/peers/memory-probe.ts"];

/** Tocsin as it is built, on that database; or as it is built elsewhere, in another way. */
export function startTocsin(
  file: string,
  built = "dist",
  environment: NodeJS.ProcessEnv = {},
): Promise<Server> {
  return start([`${built}/server/main.js`], {
    NODE_ENV: "production",
    PORT: "0",
    DATABASE_URL: `file:${file}`,
    LOG_LEVEL: "error",
    ...environment,
  });
}

/** A program of bench/ that prints its address as Tocsin does. */
export function startPeer(script: string, ...args: readonly string[]): Promise<Server> {
  return start([`bench/${script}`, ...args], { NODE_ENV: "production" });
}

async function start(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Server> {
  const child = spawn(process.execPath, [...PROBE, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const url = await addressOf(child, args);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${args.join(" ")} did not start`);
  return {
    url,
    pid,
    async memory() {
      const answer = once(child, "message");
      child.send("memory");
      const [bytes] = (await answer) as [number];
      return bytes;
    },
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function addressOf(child: ChildProcess, args: readonly string[]): Promise<string> {
  let said = "";
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    const [url] = /http:\/\/[\w.:[\]-]+:\d+/u.exec(said) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`${args.join(" ")} ended and named no address: ${said}`);
}
